/**
 * Offline `verify` as a ratio to a bare `node -e 0`: what a deploy job pays for asking. Black box: the shipped command, an
 * issuer made here from node's own crypto. Runs are interleaved, so that a noisy machine slows both sides alike.
 */
import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';

const ROUNDS = 20;
const ISSUER = 'https://gate.example';
const STATUS_URI = `${ISSUER}/api/v1/tokens/status/1`;

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function makeKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  const kid = sha256(JSON.stringify({ crv, kty, x, y })).toString('base64url');
  return { jwk: { kty, crv, x, y, kid }, kid, privateKey };
}

function signJwt(key: { readonly kid: string; readonly privateKey: KeyObject }, typ: string, claims: object): string {
  const input = `${encode({ alg: 'ES256', typ, kid: key.kid })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** A C2SP verifier key of a fresh Ed25519 key. */
function makeLedgerKey(name: string): string {
  const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
  const typed = Buffer.concat([Buffer.of(1), Buffer.from(x, 'base64url')]);
  const id = sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).toString('hex', 0, 4);
  return `${name}+${id}+${typed.toString('base64')}`;
}

/** Writes an artifact, a trust file, a status list and a token that all fit; returns the arguments of `verify`. */
function makeFixture(folder: string): string[] {
  const at = (name: string) => path.join(folder, name);
  const [promotion, status] = [makeKey(), makeKey()];
  const files = { 'config.json': '{}', 'weights.bin': 'w'.repeat(64 * 1024) };
  mkdirSync(at('model'));
  for (const [name, text] of Object.entries(files)) writeFileSync(at(`model/${name}`), text);
  const lines = Object.entries(files).map(([name, text]) => `${sha256(text).toString('hex')}  ${name}\n`);
  const some = `sha256:${sha256('some').toString('hex')}`;
  const now = Math.floor(Date.now() / 1000);
  const ledger = { origin: 'gate.example/ledger', publicKey: makeLedgerKey('gate.example/ledger') };
  const claims = {
    iss: ISSUER,
    sub: 'model:credit/limit-increase@2.3.0',
    aud: 'countersign:env:production',
    iat: now,
    nbf: now,
    exp: now + 1800,
    jti: 'bench',
    digest: `sha256:${sha256(lines.join('')).toString('hex')}`,
    manifest_digest: some,
    env: 'production',
    use_case: 'credit-limit-increase',
    tier: 'critical',
    runtime: { regions: ['eu-west-1'] },
    decision: 'bench',
    policy: { version: 1, digest: some },
    approvals: ['a', 'b', 'c'],
    exemptions: [],
    trial: false,
    requires: [],
    log: { origin: ledger.origin, index: 4 },
    status: { status_list: { idx: 7, uri: STATUS_URI } },
  };
  const list = { bits: 1, lst: deflateSync(Buffer.alloc(16 * 1024)).toString('base64url') };
  const statusClaims = { iss: ISSUER, sub: STATUS_URI, iat: now, exp: now + 3600, ttl: 3600, status_list: list };
  const fetchedAt = new Date().toISOString();
  const trust = {
    version: 1,
    issuer: ISSUER,
    trial: false,
    keys: [promotion.jwk],
    statusKeys: [status.jwk],
    ledger,
    fetchedAt,
  };
  writeFileSync(at('trust.json'), JSON.stringify(trust));
  writeFileSync(at('status.jwt'), signJwt(status, 'statuslist+jwt', statusClaims));
  writeFileSync(at('token.jwt'), signJwt(promotion, 'promotion+jwt', claims));
  const named = { '--artifact': at('model'), '--trust': at('trust.json'), '--status': at('status.jwt') };
  return ['verify', at('token.jwt'), '--env', 'production', ...Object.entries(named).flat()];
}

/** Milliseconds of one run, which must exit 0: a fast failure is no result. */
function time(args: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`the command ended with ${status}: ${stderr}`);
  return milliseconds;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2;
}

/** Needs `dist/countersign.mjs` below the working directory. */
export async function benchVerify(): Promise<{ name: string; ratio: number; target: number; detail: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
  try {
    const command = [path.resolve('dist/countersign.mjs'), ...makeFixture(folder)];
    const bare: number[] = [];
    const verify: number[] = [];
    time(['-e', '0']);
    time(command);
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(time(['-e', '0']));
      verify.push(time(command));
    }
    const [limit, ours] = [median(bare), median(verify)];
    return {
      name: 'verify, offline, against a bare node -e 0',
      ratio: ours / limit,
      target: 2,
      detail: `${ours.toFixed(0)} ms against ${limit.toFixed(0)} ms, medians of ${ROUNDS}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
