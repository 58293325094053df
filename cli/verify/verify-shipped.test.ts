import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
  let bundle: string;
  beforeAll(async () => {
    bundle = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), 'countersign.mjs');
    await build({
      entryPoints: [path.resolve(import.meta.dirname, '../countersign.ts')],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    });
  });
  const execute = (prefix: readonly string[], args: readonly string[], input = '') => {
    const [program, ...rest] = [...prefix, process.execPath, bundle, 'verify', ...args];
    return spawnSync(program as string, rest, {
      cwd: folder,
      input,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    });
  };
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
    const { status, stderr } = execute(['unshare', '-rn'], OFFLINE);
    expect([status, stderr]).toEqual([0, expect.stringContaining('VERIFIED: ')]);
    write('model/config.json', '{"changed":true}');
    expect(execute(['unshare', '-rn'], OFFLINE).status).toBe(1);
  });

  test('reads the token from standard input', () => {
    expect(existsSync(bundle)).toBe(true);
    const args = ['-', ...OFFLINE.slice(1)];
    expect(execute([], args, `${token}\n`).status).toBe(0);
    expect(execute([], args, '').status).toBe(1);
  });
});
