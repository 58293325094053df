import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { brokenServers, listen } from '../testing/broken-servers.ts';
import { BASE, makeVerifyFixture, type VerifyFixture, verdictOf } from '../testing/verify-fixture.ts';

let gate: VerifyFixture['gate'];
let file: VerifyFixture['file'];
let write: VerifyFixture['write'];
let issue: VerifyFixture['issue'];
let run: VerifyFixture['run'];
beforeEach(async () => {
  ({ gate, file, write, issue, run } = await makeVerifyFixture());
});
afterEach(() => gate.close());

describe('trust', () => {
  test('never comes from a file that lies about', async () => {
    for (const name of ['countersign.trust.json', '.countersign.json', 'countersign.json'])
      write(name, JSON.stringify(gate.trust));
    write(
      'countersign.toml',
      `trust = "${file('trust.json')}"\n[verify]\ntrust = "trust.json"\nurl = "${gate.origin}"\n`,
    );
    const { code, err } = await run([...BASE, '--status', 'status.jwt']);
    expect(code).toBe(2);
    expect(err).toContain('Nothing is trusted');
    expect(gate.requests).toEqual([]);
  });

  test('from the environment is an absolute path', async () => {
    const args = [...BASE, '--status', 'status.jwt'];
    expect((await run(args, { COUNTERSIGN_TRUST: 'trust.json' })).code).toBe(2);
    expect((await run(args, { COUNTERSIGN_TRUST: './trust.json' })).code).toBe(2);
    expect((await run(args, { COUNTERSIGN_TRUST: file('trust.json') })).code).toBe(0);
  });

  test('from --trust goes before that of the environment, and a bad one is not replaced by another', async () => {
    write('bad.json', '{}');
    const args = [...BASE, '--status', 'status.jwt'];
    expect((await run([...args, '--trust', 'trust.json'], { COUNTERSIGN_TRUST: '/nowhere' })).code).toBe(0);
    expect(
      (
        await run([...args, '--trust', 'bad.json'], {
          COUNTERSIGN_TRUST: file('trust.json'),
          COUNTERSIGN_URL: gate.origin,
        })
      ).code,
    ).toBe(4);
  });
});

describe('online', () => {
  test('trust and status list come from the server', async () => {
    expect((await run(BASE, { COUNTERSIGN_URL: gate.origin })).code).toBe(0);
    expect(gate.requests).toEqual(['/.well-known/countersign', '/.well-known/jwks.json', '/api/v1/tokens/status/1']);
  });

  test('the status list is fetched only from the issuer, and only for a token that is good in all else', async () => {
    const elsewhere = await listen((socket) => socket.end());
    const args = [...BASE, '--trust', 'trust.json', '--json'];
    write('token.jwt', await issue({ status: { status_list: { idx: 7, uri: `${elsewhere.origin}/list` } } }));
    expect(verdictOf(await run(args))).toEqual([4, 'undecided', 'unavailable']);
    write('token.jwt', await issue({ env: 'staging' }));
    expect(verdictOf(await run(args))).toEqual([1, 'not-verified', 'environment']);
    expect([elsewhere.hits(), gate.requests]).toEqual([0, []]);
    await elsewhere.close();
  });

  test('a revocation is seen at once', async () => {
    const served = gate.documents['/api/v1/tokens/status/1'] ?? expect.fail('no list');
    const before = served.body;
    served.body = await gate.statusList([7]);
    expect(verdictOf(await run([...BASE, '--trust', 'trust.json', '--json']))).toEqual([1, 'not-verified', 'revoked']);
    served.body = before;
  });

  test.each(Object.entries(brokenServers))('a server that %s is no answer', async (_, answer) => {
    const server = await listen(answer);
    const env = { COUNTERSIGN_TIMEOUT: '0.4' };
    expect(verdictOf(await run([...BASE, '--json'], { ...env, COUNTERSIGN_URL: server.origin }))).toEqual([
      4,
      'undecided',
      'unavailable',
    ]);
    expect(server.hits()).toBe(1);
    write('trust.json', JSON.stringify({ ...gate.trust, issuer: server.origin }));
    write(
      'token.jwt',
      await issue({ iss: server.origin, status: { status_list: { idx: 7, uri: `${server.origin}/list` } } }),
    );
    expect(verdictOf(await run([...BASE, '--trust', 'trust.json', '--json'], env))).toEqual([
      4,
      'undecided',
      'unavailable',
    ]);
    expect(server.hits()).toBe(2);
    await server.close();
  });
});
