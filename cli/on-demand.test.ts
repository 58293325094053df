/** The shipped file as a whole: two parts that behave as one program, whatever becomes of the second. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { treeDigest } from '#domain/artifact/tree.ts';
import { onDemand } from './on-demand.ts';
import { buildCommand, runCommand } from './testing/shipped-command.ts';

const VERBS = ['init', 'check', 'register', 'evidence attach', 'promote', 'status', 'token revoke'];
const ALWAYS = ['digest', 'trust fetch', 'status-list fetch', 'verify'];

let file: string;
let text: string;
beforeAll(() => {
  file = buildCommand();
  text = readFileSync(file, 'utf8');
});

/** A copy of the shipped file with one change, which must have been possible. */
function altered(change: (source: string) => string): string {
  const changed = change(text);
  expect(changed).not.toBe(text);
  const copy = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), 'countersign.mjs');
  writeFileSync(copy, changed);
  return copy;
}

describe.each([...VERBS, ...ALWAYS])('%s', (verb) => {
  test('answers help with 0 and an unknown option with 2, whichever part it lies in', () => {
    expect(runCommand(file, [...verb.split(' '), '--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`countersign ${verb}`),
    });
    expect(runCommand(file, [...verb.split(' '), '--no-such-option'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`countersign ${verb} --help`),
    });
  });
});

test('a second part that does not compile is "could not decide", and leaves the other verbs alone', () => {
  const copy = altered((source) => source.replace("source=()=>'", "source=()=>'}"));
  for (const verb of VERBS) {
    expect(runCommand(copy, [...verb.split(' '), '--help'])).toMatchObject({
      status: 4,
      stderr: expect.stringMatching(/^countersign: internal error: /),
    });
  }
  for (const verb of ALWAYS) expect(runCommand(copy, [...verb.split(' '), '--help']).status).toBe(0);
});

test('a crash outside any verb is "could not decide", even after one said yes', () => {
  const copy = altered((source) => `${source}\nsetTimeout(() => { throw new Error("planted"); });\n`);
  expect(runCommand(copy, ['--help'])).toMatchObject({
    status: 4,
    stderr: 'countersign: internal error: "planted"\n',
  });
});

test('a verb that never answers is "could not decide"', () => {
  const copy = altered((source) =>
    source.replace('process.exitCode=await main(', 'await new Promise(()=>{}),await main('),
  );
  expect(runCommand(copy, ['--help']).status).toBe(4);
});

test('a file that was cut short never says yes, not even where it is still a program', () => {
  const program = altered((source) => source.slice(0, source.lastIndexOf('process.exitCode=await main(')));
  expect(runCommand(program, ['--help']).status).toBe(4);
  for (let part = 1; part < 12; part++) {
    const cut = altered((source) => source.slice(0, Math.floor((source.length * part) / 12)));
    expect(runCommand(cut, ['--help']).status).not.toBe(0);
  }
});

test('hashing threads run in the shipped file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-'));
  mkdirSync(path.join(folder, 'model'));
  // More files than one thread is given.
  const files = Array.from({ length: 2_500 }, (_, index) => `${index}`);
  for (const name of files) writeFileSync(path.join(folder, 'model', name), '');
  const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const expected = treeDigest(files.map((name) => ({ path: name, sha256, size: 0 })));
  expect(runCommand(file, ['digest', 'model'], { cwd: folder })).toMatchObject({
    status: 0,
    stdout: `${expected}\n`,
  });
});

test('both parts share one copy of what main tells apart', async () => {
  const io = await import('./io.ts');
  expect(onDemand(() => 'exports.io = require("cli/io.ts"); exports.fs = require("node:fs");')).toMatchObject({
    io: { UsageError: io.UsageError, UndecidedError: io.UndecidedError },
    fs: { readFileSync },
  });
});
