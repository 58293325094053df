/** JUnit XML, which GitLab, Jenkins and Azure show as test results: one test a manifest, one failure a problem. */
import type { FileReport, Format } from './report.ts';

export const junitFormat: Format = (reports) => {
  const failures = reports.filter(({ outcome }) => outcome === 'invalid').length;
  const errors = reports.filter(({ outcome }) => outcome === 'unreadable').length;
  const counts = `tests="${reports.length}" failures="${failures}" errors="${errors}"`;
  const cases = reports.map(testCase).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="countersign check" ${counts}>
  <testsuite name="countersign check" ${counts}>
${cases}  </testsuite>
</testsuites>
`;
};

function testCase({ file, outcome, problems, warnings }: FileReport): string {
  const kind = outcome === 'unreadable' ? 'error' : 'failure';
  const found = problems.map(({ line, column, code, message }) => {
    const text = `${file}:${line}:${column} ${message}`;
    return `      <${kind} type="${xml(code)}" message="${xml(message)}">${xml(text)}</${kind}>\n`;
  });
  const notes = warnings.map(({ line, column, message }) => `${file}:${line}:${column} warning: ${message}\n`);
  const out = notes.length > 0 ? `      <system-out>${xml(notes.join(''))}</system-out>\n` : '';
  return `    <testcase classname="countersign.manifest" name="${xml(file)}">\n${found.join('')}${out}    </testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, so they are replaced. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"]/g, (char) => ENTITIES[char] ?? '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}
