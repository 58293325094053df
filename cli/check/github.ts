/** GitHub Actions workflow commands: each problem becomes an annotation on its line (docs.github.com, workflow commands). */
import type { Format } from './report.ts';

export const githubFormat: Format = (reports) =>
  reports
    .flatMap(({ file, problems, warnings }) => [
      ...problems.map((problem) => ({ level: 'error', file, ...problem })),
      ...warnings.map((warning) => ({ level: 'warning', file, ...warning })),
    ])
    .map(({ level, file, line, column, code, message }) => {
      const properties = `file=${property(file)},line=${line},col=${column},title=${property(`countersign ${code}`)}`;
      return `::${level} ${properties}::${data(message)}\n`;
    })
    .join('');

/** Unescaped, a line break in a hostile file would start a command of its own. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
