import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pathProblem } from '#domain/artifact/path.ts';
import { treeProblems } from '#domain/artifact/tree.ts';
import { UndecidedError } from '../io.ts';
import { ArtifactError } from './artifact-error.ts';
import { hashTree } from './hash-tree.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-digest-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The recipe of CONTRACT.md §6, word for word. */
const RECIPE = String.raw`find . -type f -printf './%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum | sed 's#  \./#  #' | sha256sum`;
const gnuDigest = (cwd: string) =>
  `sha256:${execFileSync('bash', ['-o', 'pipefail', '-c', RECIPE], { cwd, encoding: 'utf8' }).slice(0, 64)}`;
const gnu = ['find', 'xargs', 'sort', 'sha256sum'].every((tool) =>
  spawnSync(tool, ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU'),
);
if (!gnu) console.warn('skipped: the recipe of CONTRACT.md §6 needs GNU find, sort, xargs and sha256sum');

function write(files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** Everything that was refused, as `code path`. */
async function refused(target: string): Promise<string[]> {
  const error = await hashTree(target).catch((caught: unknown) => caught);
  if (!(error instanceof ArtifactError)) throw error instanceof Error ? error : new Error('nothing was refused');
  return error.refusals.map(({ code, path: where }) => `${code} ${where}`).sort();
}

const plain =
  '- -- -rf --help .git .hidden ... ..a \' " `id` $HOME * ? [a] ~ # %s & ; | < a a-b a.txt é e\u0301 重み שלום 🦙';
const hidden = '\ue000 \uffff \u{10000} \u{10ffff} \ufeffbom \u202ertl \u0001 \t \u007f';
const odd = [...`${plain} ${hidden}`.split(' '), ' lead', 'trail ', 'a b', 'a'.repeat(255), '重'.repeat(85)];
const component = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 12 })
    .filter((name) => pathProblem(name) === null && !name.includes('/') && Buffer.byteLength(name) <= 255),
);
const tree = fc
  .dictionary(
    fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
    fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(new Uint8Array())),
    { minKeys: 1, maxKeys: 12 },
  )
  .filter((files) => {
    const entries = Object.keys(files).map((name) => ({ path: name, size: 0, sha256: '0'.repeat(64) }));
    return treeProblems(entries).length === 0;
  });

test.runIf(gnu)('on random trees the digest is that of the GNU recipe', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(path.join(folder, 'empty folder/within'), { recursive: true });
      const measured = await hashTree(write(files), { concurrency: runs++ % 20 === 0 ? 2 : undefined });
      expect(measured.digest).toBe(gnuDigest(folder));
      expect(measured.files).toHaveLength(Object.keys(files).length);
    }),
    { numRuns: 120 },
  );
  expect(runs).toBeGreaterThanOrEqual(120);
});

test.runIf(gnu)('threads, the calling thread and the GNU recipe agree on thousands of files', async () => {
  write(
    Object.fromEntries(
      Array.from({ length: 2500 }, (_, index) => [`${index % 13}/${index}`, `${index}`.repeat(index % 50)]),
    ),
  );
  const byDefault = await hashTree(folder);
  expect(byDefault.digest).toBe(gnuDigest(folder));
  expect(await hashTree(folder, { concurrency: 0 })).toEqual(byDefault);
  expect(await hashTree(folder, { concurrency: 3 })).toEqual(byDefault);
});

test('a single file is a tree of one, named by its basename', async () => {
  write({ 'sub/w.bin': 'abc' });
  const raw = createHash('sha256').update('abc').digest();
  const measured = await hashTree(path.join(folder, 'sub/w.bin'));
  expect(measured).toEqual({
    digest: `sha256:${createHash('sha256')
      .update(`${raw.toString('hex')}  w.bin\n`)
      .digest('hex')}`,
    files: [{ path: 'w.bin', size: 3, sha256: raw.toString('hex') }],
    bytes: 3,
    omsRoot: {
      codePoint: `sha256:${createHash('sha256').update(raw).digest('hex')}`,
      component: `sha256:${createHash('sha256').update(raw).digest('hex')}`,
    },
    hints: [],
  });
  expect((await hashTree(path.join(folder, 'sub'))).digest).toBe(measured.digest);
});

test('nothing is ignored, and a .git folder is hinted at', async () => {
  const bare = await hashTree(write({ 'w.bin': '1' }));
  const payloads = [
    '.git/hooks/x',
    '.gitignore',
    '.github/x',
    '.DS_Store',
    '__pycache__/x.pyc',
    'node_modules/x',
    '.cache/x',
    'x~',
  ];
  const digests = new Set([bare.digest]);
  for (const payload of payloads) {
    const measured = await hashTree(write({ [payload]: 'payload' }));
    digests.add(measured.digest);
    expect(measured.hints.join()).toContain('.git/hooks/x');
  }
  expect(bare.hints).toEqual([]);
  expect(digests.size).toBe(payloads.length + 1);
});

describe('refused, with the path named', () => {
  test('symlinks: to files, to folders, dangling, within the tree and out of it', async () => {
    write({ 'd/w.bin': '1' });
    for (const [name, target] of [
      ['file', 'd/w.bin'],
      ['folder', 'd'],
      ['dangling', 'nowhere'],
      ['out', '/etc'],
    ] as const) {
      symlinkSync(target, path.join(folder, name));
    }
    symlinkSync('..', path.join(folder, 'd/up'));
    expect(await refused(folder)).toEqual([
      'symlink d/up',
      'symlink dangling',
      'symlink file',
      'symlink folder',
      'symlink out',
    ]);
  });

  test('a path that is itself a symlink, with or without a slash behind it', async () => {
    write({ 'd/w.bin': '1' });
    const link = path.join(folder, 'link');
    symlinkSync('d', link);
    expect(await refused(link)).toEqual([`symlink ${link}`]);
    expect(await refused(`${link}/`)).toEqual([`symlink ${link}/`]);
  });

  test('a link above the path is followed as the system follows it, `..` included', async () => {
    write({ 'real/in/w.bin': '1', 'real/sibling/w.bin': '2', 'sibling/w.bin': '3' });
    symlinkSync('real/in', path.join(folder, 'link'));
    const [followed, meant, lexical] = await Promise.all(
      ['link/../sibling', 'real/sibling', 'sibling'].map((name) => hashTree(`${folder}/${name}`)),
    );
    expect(followed?.digest).toBe(meant?.digest);
    expect(followed?.digest).not.toBe(lexical?.digest);
  });

  test.skipIf(process.platform === 'win32')('a FIFO, without waiting for a writer, and a socket', async () => {
    write({ 'w.bin': '1' });
    execFileSync('mkfifo', [path.join(folder, 'fifo')]);
    const server = createServer().listen(path.join(folder, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await refused(folder)).toEqual(['special-file fifo', 'special-file socket']);
    expect(await refused(path.join(folder, 'fifo'))).toEqual([`special-file ${path.join(folder, 'fifo')}`]);
    await new Promise((resolve) => server.close(resolve));
  });

  test.skipIf(process.platform === 'win32')('a device', async () => {
    expect(await refused('/dev/null')).toEqual(['special-file /dev/null']);
  });

  test.skipIf(process.platform !== 'linux')(
    'names that are not UTF-8 or that need escaping, all of them at once',
    async () => {
      write({ 'fine.bin': '1', 'new\nline': '1', 'carriage\rreturn': '1', 'back\\slash': '1', 'sub\n/w': '1' });
      writeFileSync(Buffer.from(`${folder}/bad-\xff-\xc0`, 'latin1'), '1');
      mkdirSync(Buffer.from(`${folder}/\xe9`, 'latin1'));
      expect(await refused(folder)).toEqual([
        'name-ambiguous back\\slash',
        'name-ambiguous carriage\rreturn',
        'name-ambiguous new\nline',
        'name-ambiguous sub\n',
        'name-not-utf8 \\xe9',
        'name-not-utf8 bad-\\xff-\\xc0',
      ]);
      expect(await refused(path.join(folder, 'back\\slash'))).toEqual([
        `name-ambiguous ${path.join(folder, 'back\\slash')}`,
      ]);
    },
  );

  test('an empty tree, empty folders within it or not', async () => {
    expect(await refused(folder)).toEqual([`empty-tree ${folder}`]);
    mkdirSync(path.join(folder, 'a/b'), { recursive: true });
    expect(await refused(folder)).toEqual([`empty-tree ${folder}`]);
  });
});

describe('what cannot be read is undecided, not refused', () => {
  test('a path that is not there', async () => {
    await expect(hashTree(path.join(folder, 'nowhere'))).rejects.toThrow(UndecidedError);
    await expect(hashTree(path.join(folder, 'no/where'))).rejects.toThrow(UndecidedError);
  });

  test.runIf(gnu)('a path too long for the system', async () => {
    const deep = `for i in {1..22}; do mkdir ${'d'.repeat(200)} && cd ${'d'.repeat(200)} || exit 1; done; echo 1 > w.bin`;
    execFileSync('bash', ['-c', deep], { cwd: folder });
    await expect(hashTree(folder)).rejects.toThrow(UndecidedError);
    execFileSync('rm', ['-rf', folder]);
  });

  test.skipIf(process.platform === 'win32')('a file or a folder without permission', async () => {
    write({ 'w.bin': '1', 'd/w.bin': '2' });
    chmodSync(folder, 0o755);
    const isRoot = process.getuid?.() === 0;
    // Nothing is closed to root, so it measures as somebody else.
    if (isRoot) process.seteuid?.(65534);
    const asUser = (mode: () => void) => {
      if (isRoot) process.seteuid?.(0);
      mode();
      if (isRoot) process.seteuid?.(65534);
    };
    try {
      asUser(() => chmodSync(path.join(folder, 'w.bin'), 0o000));
      await expect(hashTree(folder)).rejects.toThrow(/EACCES.*w\.bin/);
      asUser(() => chmodSync(path.join(folder, 'w.bin'), 0o644));
      asUser(() => chmodSync(path.join(folder, 'd'), 0o000));
      await expect(hashTree(folder)).rejects.toThrow(UndecidedError);
      asUser(() => chmodSync(path.join(folder, 'd'), 0o755));
      expect((await hashTree(folder)).files).toHaveLength(2);
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(path.join(folder, 'd'), 0o700);
    }
  });
});

test.each([0, 2])('progress ends at the whole, hashing on %d threads', async (concurrency) => {
  write({ a: Buffer.alloc(3 << 20), b: Buffer.alloc(1 << 20), c: '' });
  const seen: number[] = [];
  await hashTree(folder, { concurrency, onProgress: ({ doneBytes, totalBytes }) => seen.push(doneBytes / totalBytes) });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});

test.each([0, 2])('an abort ends it with its own reason, hashing on %d threads', async (concurrency) => {
  for (const name of ['a', 'b', 'c']) write({ [name]: Buffer.alloc(64 << 20) });
  const controller = new AbortController();
  const reason = new Error('enough');
  const running = hashTree(folder, {
    concurrency,
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(running).rejects.toBe(reason);
});
