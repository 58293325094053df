import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Each bomb is parsed by a process of its own with a small heap and little time, because what is tested is that the process
 * survives: running out of memory or stack cannot be caught.
 */
const MEGABYTE = 1024 * 1024 - 16;
const fill = (unit: string, size = MEGABYTE) => unit.repeat(Math.floor(size / unit.length));

const bombs: Record<string, string> = {
  'nested brackets, a megabyte': fill('['),
  'nested brackets, 20,000 closed': '['.repeat(20_000) + ']'.repeat(20_000),
  'nested braces': fill('{'),
  'nested pairs': fill('[a: '),
  'nested dashes': fill('- '),
  'nested question marks': fill('? '),
  'nested block mappings': Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  'aliases that double twenty times': `a0: &a0 [x, x]\n${Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}`,
  'a quarter million aliases': `a: &a [x]\nb: [${fill('*a,')}]`,
  'many tags': `[${fill('!a x,')}]`,
  'stacked tags and anchors': Array.from({ length: 60_000 }, (_, i) => (i % 2 ? '!a' : '&b')).join('\n'),
  'tags before keys, nested': Array.from({ length: 28 }, (_, i) => `${' '.repeat(i)}!t\n${' '.repeat(i)}a:`).join('\n'),
  'anchors before keys, nested': Array.from({ length: 28 }, (_, i) => `${' '.repeat(i)}!t\n${' '.repeat(i)}&a b:`).join(
    '\n',
  ),
  'many numbers': `[${fill('1,')}]`,
  'many pairs': `[${fill('a: b,')}]`,
  'many keys': Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n'),
  'one key, many times': fill('a: 1\n'),
  'many documents': fill('---\n'),
  'many directives': fill('%A\n'),
  'many merge keys': `{${fill('<<: {}, ')}}`,
  'blank lines': fill('\n'),
  'blank lines below deep nesting': `${Array.from({ length: 28 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n${fill(`${' '.repeat(40)}x\n${'\n'.repeat(40)}`)}`,
  comments: fill('#\n'),
  'one long scalar': `description: ${fill('a')}`,
  'one long number': `version: ${fill('1')}`,
  'one long key': `${fill('k')}: 1`,
  'one long unclosed quote': `a: "${fill('a\n ')}`,
  'one long plain scalar on many lines': `a: x${fill('\n b')}`,
  'one long block': `a: |\n${fill(' x\n')}`,
  spaces: fill(' '),
  colons: fill(':'),
  escapes: `a: "${fill('\\u0041')}"`,
  'marks of byte order': fill('\ufeff', 300_000),
};

const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bombs-'));
const script = path.join(folder, 'parse.mjs');

beforeAll(async () => {
  const stdin = {
    contents: `import { readFileSync } from 'node:fs';
      import { parseManifestBytes } from './parse.ts';
      const parsed = parseManifestBytes(readFileSync(0));
      console.log(JSON.stringify({ ok: parsed.ok, codes: parsed.ok ? [] : [...new Set(parsed.problems.map(({ code }) => code))] }));`,
    resolveDir: import.meta.dirname,
  };
  await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: script, logLevel: 'error' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('no manifest can exhaust or abort the process', () => {
  it.each(Object.entries(bombs))('%s', (_, text) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=96', script], {
      input: text,
      timeout: 10_000,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const answer = JSON.parse(stdout);
    expect(answer.ok).toBe(false);
    expect(answer.codes.length).toBeGreaterThan(0);
  });
});
