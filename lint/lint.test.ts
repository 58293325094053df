/** Each rule refuses what it is for and lets the look-alike pass: shown on the real linter, line by line. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Finding, lint, root } from './oxlint.ts';
import plugin from './plugin.mjs';

const filesBelow = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
const sources = (folder: string) => filesBelow(folder).filter((file) => /\.tsx?$/.test(file));
const refused = sources('lint/fixtures/refused');
const accepted = sources('lint/fixtures/accepted');
const lines = (file: string) => readFileSync(path.join(root, file), 'utf8').split('\n');

/** The marks `✗ rule…` at line ends say what must be found there; nothing else may be. */
const marks = refused.flatMap((file) =>
  lines(file).flatMap((text, index) => {
    const rules = /\/\/ ✗ (.+)$/.exec(text)?.[1]?.split(' ') ?? [];
    return rules.map((rule) => ({ file, line: index + 1, rule }));
  }),
);
const provenHarmless = accepted.flatMap((file) =>
  lines(file).flatMap((text) => /^\/\/ ✓ ([\w/-]+): /.exec(text)?.[1] ?? []),
);

const findings = await lint(['lint/fixtures'], { fixtures: true });
// Fixtures are written to break one rule; what the linter's general rules think of them is beside the point.
const judged = new Set([
  ...Object.keys(plugin.rules).map((rule) => `countersign/${rule}`),
  ...marks.map(({ rule }) => rule),
]);
const spot = ({ line, rule }: Pick<Finding, 'line' | 'rule'>) => `line ${line}: ${rule}`;
const found = (file: string) => [
  ...new Set(
    findings
      .filter((finding) => finding.file === file && judged.has(ruleOf(finding)))
      .map((finding) => spot({ ...finding, rule: ruleOf(finding) })),
  ),
];

/** oxlint names a rule by its origin (`typescript-eslint(x)`, `eslint-plugin-import(x)`); the configuration by its plugin. */
function ruleOf({ rule }: Finding): string {
  return rule.replace(/^eslint-plugin-/, '').replace(/^typescript-eslint\//, 'typescript/');
}

describe('refused', () => {
  test.each(refused)('%s', (file) => {
    const expected = marks.filter((mark) => mark.file === file).map(spot);
    expect(expected).not.toHaveLength(0);
    expect(found(file).sort()).toEqual(expected.sort());
  });
});

describe('accepted', () => {
  test.each(accepted)('%s', (file) => {
    expect(found(file)).toEqual([]);
    expect(lines(file)[0]).toMatch(/^\/\/ ✓ countersign\//);
  });
});

test.each(Object.keys(plugin.rules))(
  'countersign/%s is on, refuses something, and has a look-alike that passes',
  (rule) => {
    const { rules } = JSON.parse(readFileSync(path.join(root, '.oxlintrc.json'), 'utf8')) as {
      rules: Record<string, string>;
    };
    expect(rules[`countersign/${rule}`]).toBe('error');
    expect(marks.map((mark) => mark.rule)).toContain(`countersign/${rule}`);
    expect(provenHarmless).toContain(`countersign/${rule}`);
  },
);

test('the repository itself is clean', async () => {
  expect(await lint(['.'])).toEqual([]);
});
