/** Tables of the documents that repeat the code say what the code says. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './oxlint.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** First and second cell of each row of the table under a heading. */
function table(document: string, heading: string): [string, string][] {
  const section = read(document).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \| (.+?) \|/gm)].map(([, first = '', second = '']) => [first, second]);
}

/** Each variable of services/config.ts with its default, as the table would write it. */
function configuration(): [string, string | null][] {
  const schema = /const Environment = z\.object\(\{\n([^]*?)\n\}\);/.exec(read('services/config.ts'))?.[1] ?? '';
  return [...schema.matchAll(/^ {2}([A-Z_]+): (.+),$/gm)].map(([, name = '', type = '']) => {
    const given = /\.default\(['"]?(.*?)['"]?\)$/.exec(type)?.[1];
    return [name, given === undefined ? null : `\`${given}\``];
  });
}

test('docs/operations.md lists every configuration variable with its default', () => {
  const code = configuration();
  const documented = new Map(table('docs/operations.md', 'Configuration'));
  expect(code.length).toBeGreaterThan(5);
  expect([...documented.keys()].sort()).toEqual(code.map(([name]) => name).sort());
  for (const [name, given] of code)
    if (given !== null) expect(`${name} ${documented.get(name)}`).toBe(`${name} ${given}`);
});

test('docs/cli.md lists every verb of the command', () => {
  const verbs = [...read('cli/main.ts').matchAll(/^ {2}'?([a-z][a-z -]*?)'?: \{\n {4}summary:/gm)].map(
    ([, verb]) => verb,
  );
  expect(verbs.length).toBeGreaterThan(5);
  expect(table('docs/cli.md', 'Verbs').map(([verb]) => verb)).toEqual(verbs);
});

test('docs/cli.md lists every exit code', () => {
  const codes = [...read('cli/exit.ts').matchAll(/^ {2}\w+: (\d),$/gm)].map(([, code]) => code);
  const documented = [...read('docs/cli.md').matchAll(/^\| (\d) \|/gm)].map(([, code]) => code);
  expect(codes).toHaveLength(5);
  expect(documented).toEqual(codes);
});

test('docs/cli.md lists every variable that the command reads', () => {
  const files = readdirSync(path.join(root, 'cli'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testing'),
  );
  const used = new Set(files.flatMap((file) => read(`cli/${file}`).match(/\bCOUNTERSIGN_[A-Z]+(_[A-Z]+)*\b/g) ?? []));
  const documented = table('docs/cli.md', 'Environment').map(([name]) => name);
  expect(documented.filter((name) => name !== 'NO_COLOR').sort()).toEqual([...used].sort());
});
