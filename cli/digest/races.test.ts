/**
 * Races with a real writer (THREATS.md P18): a thread changes two files of a tree, one after the other, at a random
 * moment while it is being read. Either the reader refuses, or its digest is that of a state in which the whole tree was.
 * "The second changed and the first not" never was: that is what a careless reader reports.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { treeDigest } from '#domain/artifact/tree.ts';
import { ArtifactError } from './artifact-error.ts';
import { hashTree } from './hash-tree.ts';

const ROUNDS = 200;
const SIZE = 256 * 1024;
const NAMES = ['a/0', 'b/1', 'c/2', 'd/3', 'e/4', 'f/5'];
/** What is changed: the reader comes to them in this order, the writer in this or the other. */
const CHANGED = ['b/1', 'e/4'];

const content = (fill: string) => fill.repeat(SIZE);
const original = content('o');

type Files = Readonly<Record<string, string | null>>;

/** Each kind: what one change makes of a file's path and content; null where the file is not there. */
const kinds: Readonly<Record<string, (name: string) => Files>> = {
  append: (name) => ({ [name]: `${original}more` }),
  truncate: (name) => ({ [name]: original.slice(0, 1000) }),
  overwrite: (name) => ({ [name]: content('w') }),
  replace: (name) => ({ [name]: content('r') }),
  remove: (name) => ({ [name]: null }),
  add: (name) => ({ [`${name}.added`]: 'added' }),
  'swap-file-for-link': (name) => ({ [name]: null }),
  'swap-folder-for-link': (name) => ({ [name]: null }),
};

/**
 * The writer. A swap puts a link to other content in the place of a file or folder, lets the reader follow it for a
 * while, and swaps back, so that nothing of it is left to be seen.
 */
const writer = String.raw`
const fs = require('node:fs'), path = require('node:path');
const { parentPort, workerData: { size, gate } } = require('node:worker_threads');
const spin = (ms) => { for (const end = performance.now() + ms; performance.now() < end;); };
const wide = Buffer.alloc(size, 'w');
const put = (file, write) => { const fd = fs.openSync(file, 'r+'); write(fd); fs.closeSync(fd); };
const swap = (target, away, linkTo) => {
  fs.renameSync(target, away);
  fs.symlinkSync(linkTo, target);
  spin(3);
  fs.unlinkSync(target);
  fs.renameSync(away, target);
};
const kinds = {
  append: (root, name) => fs.appendFileSync(path.join(root, name), 'more'),
  truncate: (root, name) => fs.truncateSync(path.join(root, name), 1000),
  overwrite: (root, name) => put(path.join(root, name), (fd) => fs.writeSync(fd, wide, 0, size, 0)),
  replace: (root, name) => fs.renameSync(path.join(root, '..', 'prepared', path.basename(name)), path.join(root, name)),
  remove: (root, name) => fs.unlinkSync(path.join(root, name)),
  // In one step: a file that is there and still empty would be a state of its own.
  add: (root, name) => {
    fs.writeFileSync(path.join(root, '..', 'prepared', 'added'), 'added');
    fs.renameSync(path.join(root, '..', 'prepared', 'added'), path.join(root, name + '.added'));
  },
  'swap-file-for-link': (root, name) => swap(path.join(root, name), path.join(root, '..', 'away'), path.join(root, '..', 'other', name)),
  'swap-folder-for-link': (root, name) => swap(path.dirname(path.join(root, name)), path.join(root, '..', 'away'), path.dirname(path.join(root, '..', 'other', name))),
};
parentPort.on('message', ({ kind, root, names, delay, whenReading }) => {
  if (whenReading) Atomics.wait(gate, 0, 0);
  spin(delay);
  for (const name of names) kinds[kind](root, name);
  parentPort.postMessage('done');
});`;

let folder: string;
/** 1 once the first bytes are read */
const gate = new Int32Array(new SharedArrayBuffer(4));
let thread: Worker;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-races-'));
  for (const base of ['tree', 'other', 'prepared']) mkdirSync(path.join(folder, base));
  for (const name of NAMES) {
    for (const base of ['tree', 'other']) mkdirSync(path.join(folder, base, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, 'other', name), content('x'));
    writeFileSync(path.join(folder, 'tree', name), original);
  }
  thread = new Worker(writer, { eval: true, workerData: { size: SIZE, gate } });
});
afterAll(async () => {
  await thread.terminate();
  rmSync(folder, { recursive: true, force: true });
});

/** The tree as it was before every round. */
function reset(root: string): void {
  for (const name of CHANGED) {
    writeFileSync(path.join(folder, 'prepared', path.basename(name)), content('r'));
    rmSync(path.join(root, `${name}.added`), { force: true });
    writeFileSync(path.join(root, name), original);
  }
}

const hashes = new Map<string, string>();
function digestOf(files: Files): string {
  const entries = Object.entries(files).flatMap(([name, text]) => {
    if (text === null) return [];
    const hex = hashes.get(text) ?? sha256(text).slice('sha256:'.length);
    hashes.set(text, hex);
    return [{ path: name, size: text.length, sha256: hex }];
  });
  return treeDigest(entries);
}

/** The digests of every state that the tree goes through when the files of `names` are changed in their order. */
function statesOf(kind: string, names: readonly string[]): string[] {
  const start: Files = Object.fromEntries(NAMES.map((name) => [name, original]));
  const changes = names.map((name) => kinds[kind]?.(name));
  const [first, second] = changes;
  // A swap is undone before the next one is made.
  const end = kind.startsWith('swap') ? second : Object.assign({}, first, second);
  return [start, { ...start, ...first }, { ...start, ...end }].map(digestOf);
}

/** One race: the digest, or null for a refusal. In every other pair of rounds the writer waits for the first byte read. */
async function race(
  kind: string,
  names: readonly string[],
  round: number,
  undisturbed: number,
): Promise<string | null> {
  const root = path.join(folder, 'tree');
  reset(root);
  const whenReading = round % 4 < 2;
  const release = () => {
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
  };
  Atomics.store(gate, 0, 0);
  const done = new Promise((resolve) => thread.once('message', resolve));
  thread.postMessage({ kind, root, names, whenReading, delay: Math.random() * (whenReading ? 3 : undisturbed) });
  try {
    // Now and then on threads, which read behind the back of the event loop.
    return (await hashTree(root, { concurrency: round % 50 < 2 ? 2 : 0, onProgress: release })).digest;
  } catch (error) {
    if (error instanceof ArtifactError) return null;
    throw error;
  } finally {
    release();
    await done;
  }
}

test.each(Object.keys(kinds))(`%s, ${ROUNDS} times: an error, or the digest of a state that was`, async (kind) => {
  const root = path.join(folder, 'tree');
  reset(root);
  const started = performance.now();
  expect((await hashTree(root)).digest).toBe(statesOf(kind, CHANGED)[0]);
  const undisturbed = performance.now() - started;
  let refused = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const names = round % 2 === 0 ? CHANGED : CHANGED.toReversed();
    const digest = await race(kind, names, round, undisturbed);
    if (digest === null) refused++;
    else expect(statesOf(kind, names)).toContain(digest);
  }
  // Were no race ever noticed, or every one refused, nothing would have been shown.
  expect(refused).toBeGreaterThan(ROUNDS / 20);
  expect(refused).toBeLessThan(ROUNDS);
});
