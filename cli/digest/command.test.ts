import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-digest-command-'));
  for (const name of ['model/sub', '-dash', 'linked', 'with-git/.git'])
    mkdirSync(path.join(folder, name), { recursive: true });
  for (const name of ['model/w.bin', 'model/sub/é', '-dash/w.bin', 'with-git/.git/HEAD'])
    writeFileSync(path.join(folder, name), 'abc');
  symlinkSync('/etc', path.join(folder, 'linked/etc'));
  writeFileSync(path.join(folder, 'linked/for\nged'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await main(args, {
    cwd: folder,
    env: {},
    tty: false,
    color: false,
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
  });
  return { code, stdout, stderr };
}

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const abc = hex('abc');
const modelDigest = `sha256:${hex(`${abc}  sub/é\n${abc}  w.bin\n`)}`;

test('the digest alone is on stdout, and nothing on stderr', async () => {
  expect(await run('digest', 'model')).toEqual({ code: 0, stdout: `${modelDigest}\n`, stderr: '' });
  expect((await run('digest', path.join(folder, 'model'))).stdout).toBe(`${modelDigest}\n`);
});

test('--json is one object with the files and the OMS roots', async () => {
  const { code, stdout, stderr } = await run('digest', '--json', 'model');
  const root = `sha256:${createHash('sha256')
    .update(Buffer.from(abc + abc, 'hex'))
    .digest('hex')}`;
  expect(JSON.parse(stdout)).toEqual({
    digest: modelDigest,
    path: 'model',
    bytes: 6,
    files: [
      { path: 'sub/é', size: 3, sha256: abc },
      { path: 'w.bin', size: 3, sha256: abc },
    ],
    omsRoot: { codePoint: root, component: root },
    hints: [],
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('a path that starts with a dash works behind --', async () => {
  expect((await run('digest', '--', '-dash')).stdout).toBe(`sha256:${hex(`${abc}  w.bin\n`)}\n`);
  expect((await run('digest', '-dash')).code).toBe(2);
});

test('a .git folder is a hint on stderr, and the digest stands', async () => {
  const { code, stdout, stderr } = await run('digest', 'with-git');
  expect({ code, stdout }).toEqual({ code: 0, stdout: `sha256:${hex(`${abc}  .git/HEAD\n`)}\n` });
  expect(stderr).toMatch(/^hint: "\.git\/HEAD" is in a \.git folder/);
});

test('refused content is exit 1, every path named on a line of its own, no digest', async () => {
  const { code, stdout, stderr } = await run('digest', 'linked');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trimEnd().split('\n').sort()).toEqual([
    'countersign: refused: "etc" is a symlink: digest a copy made with links followed (cp -rL)',
    'countersign: refused: "for\\nged" has a name that holds a newline',
  ]);
});

test('refused content with --json is one object that says so, and no digest', async () => {
  const { code, stdout } = await run('digest', 'linked', '--json');
  const answer = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(Object.keys(answer)).toEqual(['path', 'refused']);
  expect(answer.refused.map((refusal: { code: string }) => refusal.code).sort()).toEqual(['name-ambiguous', 'symlink']);
});

test('a path that is not there is exit 4: nothing was decided', async () => {
  const { code, stdout, stderr } = await run('digest', 'nowhere');
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('nowhere');
  expect(stderr).not.toContain('internal error');
});

describe('a mistake in the call is exit 2 and prints no digest', () => {
  test.each([[[]], [['']], [['model', 'linked']], [['--jsno', 'model']], [['--json=yes', 'model']], [['-j', 'model']]])(
    '%j',
    async (args) => {
      const { code, stdout, stderr } = await run('digest', ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^countersign: .*Run 'countersign digest --help'\.\n$/);
    },
  );
});

test('help is on stdout, with examples, exit 0', async () => {
  const { code, stdout } = await run('digest', '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('countersign digest ./model');
});

test('the bundled command, one minified file, hashes a large tree on threads and in little memory', async () => {
  const bundle = path.join(folder, 'countersign.mjs');
  await build({
    stdin: {
      contents: `import { digest } from './cli/digest/command.ts';
        process.exitCode = await digest(process.argv.slice(2), { cwd: process.cwd(), env: {}, tty: false, color: false,
          stdout: (text) => process.stdout.write(text), stderr: (text) => process.stderr.write(text) });
        process.stderr.write(String(process.resourceUsage().maxRSS));`,
      resolveDir: path.resolve(import.meta.dirname, '../..'),
    },
    outfile: bundle,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  const size = 256 << 20;
  const zeros = Buffer.alloc(size);
  mkdirSync(path.join(folder, 'large'));
  const lines = ['1', '2', '3'].map((name) => {
    writeFileSync(path.join(folder, 'large', name), name);
    truncateSync(path.join(folder, 'large', name), size);
    zeros.write(name);
    return `${createHash('sha256').update(zeros).digest('hex')}  ${name}\n`;
  });
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, 'large'], { cwd: folder, encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: `sha256:${hex(lines.join(''))}\n` });
  const peakKilobytes = Number(stderr);
  expect(peakKilobytes).toBeGreaterThan(0);
  expect(peakKilobytes).toBeLessThan(200_000);
});
