import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSigningKey } from '#domain/token/testing/mint.ts';
import { parseTrust } from '#domain/token/trust.ts';
import { main } from '../main.ts';
import { brokenServers, listen } from '../testing/broken-servers.ts';
import { type GateServer, startGate } from '../testing/gate-server.ts';
import { recordedIo } from '../testing/recorded-io.ts';

let gate: GateServer;
let folder: string;
beforeEach(async () => {
  gate = await startGate();
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-'));
});
afterEach(() => gate.close());

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const io = recordedIo(folder, env);
  return { code: await main(args, io), out: io.out(), err: io.err() };
}
const fetchTrust = (...more: string[]) => run(['trust', 'fetch', '--server', gate.origin, '-o', 'trust.json', ...more]);
const trustFile = () => path.join(folder, 'trust.json');
const bend = (document: string, change: (value: Record<string, unknown>) => unknown) => {
  const served = gate.documents[document] ?? expect.fail(document);
  served.body = JSON.stringify(change(JSON.parse(served.body)));
};

describe('trust fetch', () => {
  test('pins what the server publishes and prints the thumbprints', async () => {
    const { code, out, err } = await fetchTrust();
    expect([code, out]).toEqual([0, '']);
    const parsed = parseTrust(readFileSync(trustFile(), 'utf8'));
    expect(parsed).toEqual({ ok: true, trust: { ...gate.trust, fetchedAt: expect.any(String) } });
    for (const { kid } of [...gate.trust.keys, ...gate.trust.statusKeys]) expect(err).toContain(kid);
    expect(statSync(trustFile()).mode & 0o777).toBe(0o644);
    expect(readdirSync(folder)).toEqual(['trust.json']);
  });

  test('writes again over the same pins, and with --force over others', async () => {
    await fetchTrust();
    expect((await fetchTrust()).code).toBe(0);
    const { publicKey } = await makeSigningKey();
    writeFileSync(trustFile(), JSON.stringify({ ...gate.trust, keys: [publicKey] }));
    const before = readFileSync(trustFile(), 'utf8');
    const refused = await fetchTrust('--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({
      verdict: 'refused',
      differences: [`- promotion key   ${publicKey.kid}`, `+ promotion key   ${gate.trust.keys[0]?.kid}`],
    });
    expect(readFileSync(trustFile(), 'utf8')).toBe(before);
    expect((await fetchTrust('--force')).code).toBe(0);
    expect(readFileSync(trustFile(), 'utf8')).not.toBe(before);
  });

  test('does not overwrite a file of another issuer, or one that it cannot read as trust', async () => {
    for (const text of [JSON.stringify({ ...gate.trust, issuer: 'https://other.example' }), 'my notes', '']) {
      writeFileSync(trustFile(), text);
      expect((await fetchTrust()).code).toBe(text.startsWith('{') ? 1 : 4);
      expect(readFileSync(trustFile(), 'utf8')).toBe(text);
    }
  });

  test('writes nothing when the server contradicts itself', async () => {
    const { publicKey } = await makeSigningKey();
    const faults: [string, string, (value: Record<string, unknown>) => unknown][] = [
      ['another issuer', '/.well-known/countersign', (value) => ({ ...value, issuer: 'https://other.example' })],
      [
        'keys elsewhere',
        '/.well-known/countersign',
        (value) => ({ ...value, jwks_uri: 'https://other.example/jwks.json' }),
      ],
      [
        'a key that is not there',
        '/.well-known/countersign',
        (value) => ({ ...value, promotion_keys: [publicKey.kid] }),
      ],
      ['no keys', '/.well-known/countersign', (value) => ({ ...value, promotion_keys: [] })],
      [
        'one key for two purposes',
        '/.well-known/countersign',
        (value) => ({ ...value, status_keys: value.promotion_keys }),
      ],
      ['trial unsaid', '/.well-known/countersign', ({ trial: _, ...value }) => value],
      ['no ledger', '/.well-known/countersign', ({ ledger: _, ...value }) => value],
      [
        'a private key',
        '/.well-known/jwks.json',
        ({ keys }) => ({ keys: (keys as object[]).map((key) => ({ ...key, d: 'AAAA' })) }),
      ],
      [
        'other keys under the names',
        '/.well-known/jwks.json',
        ({ keys }) => ({ keys: (keys as object[]).map((key) => ({ ...key, x: publicKey.x, y: publicKey.y })) }),
      ],
      ['no JWKS', '/.well-known/jwks.json', () => []],
    ];
    for (const [name, document, change] of faults) {
      const good = gate.documents[document]?.body ?? '';
      bend(document, change);
      const { code, err } = await fetchTrust();
      expect([name, code]).toEqual([name, 4]);
      expect(err, name).toContain('is refused');
      expect(existsSync(trustFile()), name).toBe(false);
      (gate.documents[document] as { body: string }).body = good;
    }
    expect((await fetchTrust()).code).toBe(0);
  });
});

describe('status-list fetch', () => {
  const fetchList = (...args: string[]) => run(['status-list', 'fetch', '-o', 'status.jwt', ...args]);
  const listFile = () => path.join(folder, 'status.jwt');

  test('writes the signed list, from the server or for a trust file', async () => {
    await fetchTrust();
    for (const args of [
      ['--server', gate.origin],
      ['--trust', 'trust.json'],
    ]) {
      expect((await fetchList(...args)).code).toBe(0);
      expect(readFileSync(listFile(), 'utf8')).toBe(`${gate.documents['/api/v1/tokens/status/1']?.body}\n`);
    }
    expect((await run(['status-list', 'fetch', '-o', 'status.jwt'], { COUNTERSIGN_TRUST: trustFile() })).code).toBe(0);
  });

  test('writes nothing that the trust does not verify', async () => {
    await fetchTrust();
    const served = gate.documents['/api/v1/tokens/status/1'] ?? expect.fail('no list');
    const other = await startGate();
    const lists: [string, string, string][] = [
      [
        'of a stranger',
        await other.statusList([], { iss: gate.origin, sub: gate.statusUri }),
        'The status list is signed by a key that is not trusted for status lists',
      ],
      ['stale', await gate.statusList([], { exp: 1 }), 'The status list is stale: fetch a fresh one'],
      [
        'another one',
        await gate.statusList([], { sub: `${gate.statusUri}0` }),
        'The status list is another one than was asked for',
      ],
      ['a token', await gate.token(), 'The status list is refused: The type is not statuslist+jwt'],
      ['nothing', '', 'The status list is refused: The token does not have three parts'],
    ];
    await other.close();
    for (const [name, body, message] of lists) {
      served.body = body;
      const { code, err } = await fetchList('--trust', 'trust.json');
      expect([name, code, err]).toEqual([name, 4, `countersign: ${message}\n`]);
      expect(existsSync(listFile()), name).toBe(false);
    }
  });

  test('does not follow a list that is kept elsewhere', async () => {
    const elsewhere = await listen((socket) => socket.end());
    bend('/.well-known/countersign', (value) => ({ ...value, status_lists: [`${elsewhere.origin}/list`] }));
    expect((await fetchList('--server', gate.origin)).code).toBe(4);
    expect(elsewhere.hits()).toBe(0);
    await elsewhere.close();
  });
});

test.each(Object.entries(brokenServers))('a server that %s leaves nothing behind', async (_, answer) => {
  const server = await listen(answer);
  const env = { COUNTERSIGN_TIMEOUT: '0.4' };
  expect((await run(['trust', 'fetch', '--server', server.origin, '-o', 'trust.json'], env)).code).toBe(4);
  expect((await run(['status-list', 'fetch', '--server', server.origin, '-o', 'status.jwt'], env)).code).toBe(4);
  expect(readdirSync(folder)).toEqual([]);
  await server.close();
});

test('how it was called is judged before anything is fetched', async () => {
  for (const args of [
    ['trust', 'fetch'],
    ['trust', 'fetch', '-o', 'trust.json'],
    ['trust', 'fetch', '--server', gate.origin],
    ['trust', 'fetch', '--server', 'http://gate.example', '-o', 'trust.json'],
    ['trust', 'fetch', '--server', gate.origin, '-o', 'trust.json', '--insecure'],
    ['status-list', 'fetch', '-o', 'status.jwt'],
    ['status-list', 'fetch', '--server', gate.origin],
    ['status-list', 'fetch', '--server', gate.origin, '--trust', 'trust.json', '-o', 'status.jwt'],
  ]) {
    expect([args, (await run(args)).code]).toEqual([args, 2]);
  }
  expect((await run(['status-list', 'fetch', '-o', 'x'], { COUNTERSIGN_TRUST: 'trust.json' })).code).toBe(2);
  expect(gate.requests).toEqual([]);
});
