import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { canonicalJson, digestOf, type Json } from '#domain/canonical/json.ts';
import { formatCheckpoint } from '#domain/ledger/checkpoint.ts';
import { signNote } from '#domain/ledger/note.ts';
import { formatTlogProof } from '#domain/ledger/tlog-proof.ts';
import { append, EMPTY_FRONTIER, recordHash, rootOf } from '#domain/ledger/tree.ts';
import { parseManifest } from '#domain/manifest/parse.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import { main } from '../main.ts';
import { brokenServers, listen } from '../testing/broken-servers.ts';
import { type GateServer, startGate } from '../testing/gate-server.ts';
import { recordedIo } from '../testing/recorded-io.ts';

const MANIFEST = `apiVersion: countersign/v1
model: credit/limit-increase
version: 2.3.0
owner: team:credit
useCase: credit-limit-increase
classification: [internal]
artifact: { path: ./model }
data: { none: "a fixture" }
lineage: from-scratch
`;

let gate: GateServer;
let folder: string;
let token: string;
/** the digest as GNU tools compute it (CONTRACT.md §6), so that the fixture does not trust the code under test */
let digest: string;
const manifest = parseManifest(MANIFEST);

beforeAll(async () => {
  gate = await startGate();
});
afterAll(() => gate.close());

const file = (name: string) => path.join(folder, name);
const write = (name: string, text: string) => writeFileSync(file(name), text);
const good = (change: Parameters<GateServer['token']>[0] = {}) =>
  gate.token({ digest, manifest_digest: manifest.ok ? manifest.digest : undefined, ...change });

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-'));
  mkdirSync(file('model'));
  write('model/weights.bin', 'weights');
  write('model/config.json', '{}');
  const line = (name: string, text: string) => `${sha256(text).slice(7)}  ${name}\n`;
  digest = sha256(line('config.json', '{}') + line('weights.bin', 'weights'));
  token = await good();
  write('token.jwt', `${token}\n`);
  write('trust.json', JSON.stringify(gate.trust));
  write('status.jwt', `${await gate.statusList()}\n`);
  write('countersign.yaml', MANIFEST);
  gate.requests.length = 0;
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const io = recordedIo(folder, env);
  const code = await main(['verify', ...args], io);
  const said = io.out() + io.err();
  // whatever happens, a token is never repeated
  for (const secret of token.split('.')) expect(said).not.toContain(secret);
  return { code, out: io.out(), err: io.err() };
}
const BASE = ['token.jwt', '--artifact', 'model', '--env', 'production'];
const OFFLINE = [...BASE, '--trust', 'trust.json', '--status', 'status.jwt'];
const verdictOf = ({ code, out }: Run) => {
  const { verdict, code: reason } = JSON.parse(out) as { verdict: string; code?: string };
  return [code, verdict, reason];
};
/** Runs offline with --json after a change to the files. */
const offline = async (...more: string[]) => verdictOf(await run([...OFFLINE, '--json', ...more]));

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
      ['expired', await good({ iat: now - 600, nbf: now - 600, exp: now }), 'expired'],
      ['of another key', await other.token({ iss: gate.origin, digest }), 'kid-unknown'],
      ['for a trial', await good({ trial: true }), 'trial'],
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

  test('with --manifest, the token must be for that manifest', async () => {
    expect(await offline('--manifest', 'countersign.yaml')).toEqual([0, 'verified', undefined]);
    write('countersign.yaml', MANIFEST.replace('2.3.0', '2.3.1'));
    expect(await offline('--manifest', 'countersign.yaml')).toEqual([1, 'not-verified', 'manifest']);
    write('countersign.yaml', `${MANIFEST}extra: 1\n`);
    expect(await offline('--manifest', 'countersign.yaml')).toEqual([1, 'not-verified', 'manifest-invalid']);
  });

  test('with --receipt, issuing must be in the ledger', async () => {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString()) as PromotionClaims;
    const receiptFor = async (leaf: Json) => {
      const records = [0, 1, 2, 3].map((entry) => canonicalJson({ entry })).concat(canonicalJson(leaf));
      const { frontier, nodes } = append(
        EMPTY_FRONTIER,
        records.map((text) => recordHash(utf8ToBytes(text))),
      );
      const sibling = nodes.find(({ level, index }) => level === 2 && index === 0)?.hash ?? expect.fail('no node');
      const body = formatCheckpoint({ origin: gate.trust.ledger.origin, size: 5, root: rootOf(frontier) });
      const checkpoint = await signNote(body, gate.issuer.ledger.key, gate.issuer.ledger.sign);
      return formatTlogProof({ index: 4, proof: [sibling], checkpoint, extra: utf8ToBytes(canonicalJson(leaf)) });
    };
    const leaf = { action: 'token.issued', data: { jti: claims.jti, claims: digestOf(claims) } };
    write('good.tlog-proof', await receiptFor(leaf));
    write('other.tlog-proof', await receiptFor({ ...leaf, data: { ...leaf.data, jti: 'other' } }));
    const { code, out, err } = await run([...OFFLINE, '--receipt', 'good.tlog-proof', '--json']);
    expect([code, JSON.parse(out).receipt]).toEqual([0, { index: 4, size: 5 }]);
    expect(err).toContain('ledger       entry 4 of 5\n');
    expect(await offline('--receipt', 'other.tlog-proof')).toEqual([1, 'not-verified', 'receipt']);
    expect(await offline('--receipt', 'token.jwt')).toEqual([1, 'not-verified', 'receipt']);
  });
});

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
    write('token.jwt', await good({ status: { status_list: { idx: 7, uri: `${elsewhere.origin}/list` } } }));
    expect(verdictOf(await run(args))).toEqual([4, 'undecided', 'unavailable']);
    write('token.jwt', await good({ env: 'staging' }));
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
      await good({ iss: server.origin, status: { status_list: { idx: 7, uri: `${server.origin}/list` } } }),
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
  expect([help.code, help.out.startsWith('Verifies a promotion token')]).toEqual([0, true]);
});

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
