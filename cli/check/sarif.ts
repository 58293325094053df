/** SARIF 2.1.0 (OASIS), which code scanning on GitHub, GitLab and Azure reads. */
import type { Format } from './report.ts';

export const sarifFormat: Format = (reports) => {
  const results = reports.flatMap(({ file, problems, warnings }) => [
    ...problems.map((problem) => ({ level: 'error', file, ...problem })),
    ...warnings.map((warning) => ({ level: 'warning', file, ...warning })),
  ]);
  const rules = [...new Set(results.map(({ code }) => code))].sort().map((id) => ({ id, name: id }));
  const run = {
    tool: { driver: { name: 'countersign', rules } },
    columnKind: 'unicodeCodePoints',
    invocations: [{ executionSuccessful: reports.every(({ outcome }) => outcome !== 'unreadable') }],
    results: results.map(({ level, file, line, column, path, code, message }) => ({
      ruleId: code,
      level,
      message: { text: message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: uriOf(file) },
            region: { startLine: line, startColumn: column },
          },
          logicalLocations: [{ fullyQualifiedName: path }],
        },
      ],
    })),
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`;
};

/** A relative reference, with `/` between parts on every system. */
function uriOf(file: string): string {
  const parts = file.toWellFormed().replaceAll('\\', '/').replace(/^\.\//, '').split('/');
  return parts.map(encodeURIComponent).join('/');
}
