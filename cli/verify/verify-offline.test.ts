import { appendFileSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startGate } from '../testing/gate-server.ts';
import { BASE, makeVerifyFixture, OFFLINE, type VerifyFixture } from '../testing/verify-fixture.ts';

let gate: VerifyFixture['gate'];
let token: VerifyFixture['token'];
let digest: VerifyFixture['digest'];
let file: VerifyFixture['file'];
let write: VerifyFixture['write'];
let issue: VerifyFixture['issue'];
let run: VerifyFixture['run'];
let offline: VerifyFixture['offline'];
beforeEach(async () => {
  ({ gate, token, digest, file, write, issue, run, offline } = await makeVerifyFixture());
});
afterEach(() => gate.close());

describe('offline', () => {
  test('a good token is verified, and says by whom, with which key, and how old the status list is', async () => {
    const { code, out, err } = await run(OFFLINE);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain(`issuer       ${gate.origin}\n`);
    expect(err).toContain(`key          ${gate.trust.keys[0]?.kid}\n`);
    expect(err).toMatch(/status list {2}signed \d+ s ago\n/);
    expect(err).toMatch(new RegExp(`^VERIFIED: credit/limit-increase@2.3.0 ${digest} for production, until .*Z$`, 'm'));
    expect(err.match(/VERIFIED/g)).toHaveLength(1);
  });

  test('no network is used: fetch is a trap, and nothing reaches the server', async () => {
    const trap = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('the network was used'));
    try {
      expect((await run(OFFLINE)).code).toBe(0);
      expect(
        (
          await run([...BASE, '--status', 'status.jwt'], {
            COUNTERSIGN_TRUST: file('trust.json'),
            COUNTERSIGN_URL: gate.origin,
          })
        ).code,
      ).toBe(0);
      expect(trap).not.toHaveBeenCalled();
      expect(gate.requests).toEqual([]);
    } finally {
      trap.mockRestore();
    }
  });

  test('one byte, one name, one more file, another environment: not verified', async () => {
    appendFileSync(file('model/weights.bin'), 'x');
    expect(await offline()).toEqual([1, 'not-verified', 'digest']);
    write('model/weights.bin', 'weights');
    expect(await offline()).toEqual([0, 'verified', undefined]);
    write('model/.hidden', '');
    expect(await offline()).toEqual([1, 'not-verified', 'digest']);
    rmSync(file('model/.hidden'));
    expect(await offline('--env', 'staging')).toEqual([1, 'not-verified', 'audience']);
    symlinkSync('config.json', file('model/link'));
    expect(await offline()).toEqual([1, 'not-verified', 'artifact']);
  });

  test('expired, of another key, for a trial, or no token at all: not verified', async () => {
    const other = await startGate();
    await other.close();
    const now = Math.floor(Date.now() / 1000);
    const cases: [string, string, string][] = [
      ['expired', await issue({ iat: now - 600, nbf: now - 600, exp: now }), 'expired'],
      ['of another key', await other.token({ iss: gate.origin, digest }), 'kid-unknown'],
      ['for a trial', await issue({ trial: true }), 'trial'],
      ['with a space', `${token} `, 'encoding'],
      ['with two newlines', `${token}\n\n`, 'encoding'],
      ['a status list', await gate.statusList(), 'typ'],
      ['nothing', '', 'encoding'],
      ['long', 'a'.repeat(20_000), 'size'],
    ];
    for (const [name, text, reason] of cases) {
      write('token.jwt', text);
      expect([name, ...(await offline())]).toEqual([name, 1, 'not-verified', reason]);
    }
  });

  test('revoked is no; a stale, foreign, broken or missing status list is no answer', async () => {
    write('status.jwt', await gate.statusList([7]));
    expect(await offline()).toEqual([1, 'not-verified', 'revoked']);
    write('status.jwt', await gate.statusList([], { iat: 1, exp: 2 }));
    expect(await offline()).toEqual([4, 'undecided', 'status-stale']);
    write('status.jwt', await gate.statusList([], { sub: 'https://other.example/1' }));
    expect(await offline()).toEqual([4, 'undecided', 'status-invalid']);
    write('status.jwt', '<html>');
    expect(await offline()).toEqual([4, 'undecided', 'status-invalid']);
    rmSync(file('status.jwt'));
    expect(await offline()).toEqual([4, 'undecided', 'unavailable']);
  });

  test('what cannot be read is no answer', async () => {
    for (const [option, value] of [
      ['--trust', 'nowhere.json'],
      ['--trust', 'model'],
      ['--trust', 'token.jwt'],
      ['--status', 'model'],
      ['--artifact', 'nowhere'],
      ['--receipt', 'nowhere'],
      ['--manifest', 'nowhere'],
    ] as const) {
      expect([option, value, ...(await offline(option, value))]).toEqual([
        option,
        value,
        4,
        'undecided',
        'unavailable',
      ]);
    }
    rmSync(file('token.jwt'));
    expect(await offline()).toEqual([4, 'undecided', 'unavailable']);
  });

  test('the token may be given as itself', async () => {
    expect((await run([token, ...OFFLINE.slice(1)])).code).toBe(0);
    expect((await run([`${token}x`, ...OFFLINE.slice(1)])).code).toBe(1);
    expect((await run([` ${token}`, ...OFFLINE.slice(1)])).code).toBe(4);
  });
});

test('how it was called is judged first', async () => {
  for (const args of [
    [],
    ['token.jwt'],
    ['token.jwt', '--artifact', 'model'],
    ['token.jwt', '--env', 'production'],
    ['--artifact', 'model', '--env', 'production'],
    [...BASE, 'more'],
    [...BASE, '--offline'],
    [...BASE, '--env', ''],
    [...BASE, '--json=yes'],
    [`--${token}`],
    [token, token, '--artifact', 'model', '--env', 'production'],
  ]) {
    expect([args.length, (await run(args)).code]).toEqual([args.length, 2]);
  }
  const help = await run(['--help']);
  expect([help.code, help.out.startsWith('Verify a promotion token')]).toEqual([0, true]);
});
