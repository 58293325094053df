import { execFileSync } from 'node:child_process';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildCommand, type RunOptions, runCommand } from '../testing/shipped-command.ts';
import { makeVerifyFixture, OFFLINE, type VerifyFixture } from '../testing/verify-fixture.ts';

let gate: VerifyFixture['gate'];
let folder: VerifyFixture['folder'];
let token: VerifyFixture['token'];
let write: VerifyFixture['write'];
beforeEach(async () => {
  ({ gate, folder, token, write } = await makeVerifyFixture());
});
afterEach(() => gate.close());

describe('the command as it is shipped', () => {
  let file: string;
  beforeAll(() => {
    file = buildCommand();
  });
  const verify = (args: readonly string[], options: RunOptions = {}) =>
    runCommand(file, ['verify', ...args], { cwd: folder, ...options });
  const canUnshare = (() => {
    try {
      execFileSync('unshare', ['-rn', 'true'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();
  if (!canUnshare) console.warn('skipped: `unshare -rn` is not available, so no process without a network can be made');

  test.skipIf(!canUnshare)('verifies in a process that has no network at all', () => {
    const alone = { prefix: ['unshare', '-rn'] };
    const { status, stderr } = verify(OFFLINE, alone);
    expect([status, stderr]).toEqual([0, expect.stringContaining('VERIFIED: ')]);
    write('model/config.json', '{"changed":true}');
    expect(verify(OFFLINE, alone).status).toBe(1);
  });

  test('reads the token from standard input', () => {
    const args = ['-', ...OFFLINE.slice(1)];
    expect(verify(args, { input: `${token}\n` }).status).toBe(0);
    expect(verify(args).status).toBe(1);
  });

  test('holds a manifest against the token, with the part of the program that is compiled on demand', () => {
    const args = [...OFFLINE, '--manifest', 'countersign.yaml'];
    expect(verify(args)).toMatchObject({ status: 0, stderr: expect.stringContaining('VERIFIED: ') });
    write('countersign.yaml', 'model: [');
    expect(verify(args)).toMatchObject({ status: 1, stderr: expect.stringContaining('manifest-invalid') });
  });
});
