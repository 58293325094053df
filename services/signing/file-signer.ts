/**
 * Keys in files (mode 0600) under COUNTERSIGN_KEY_DIR: the default signer. Made on first use where the deployment may
 * make them; elsewhere a missing key is a boot error, never a silent new identity.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint } from 'jose';
import type { JwsPurpose, PublicJwk, Signer } from './signer.ts';

const FILES = { promotion: 'promotion.pem', status: 'status.pem', ledger: 'ledger.pem' } as const;
type Purpose = keyof typeof FILES;

function generate(purpose: Purpose): string {
  const { privateKey } =
    purpose === 'ledger' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** Writes a new key unless another process just did: `link` refuses to replace, so both read the same one. */
async function create(path: string, purpose: Purpose): Promise<void> {
  // Random, because replicas in containers share the directory and may all be process 1.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, generate(purpose), { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function load(dir: string, purpose: Purpose, mayCreate: boolean): Promise<KeyObject> {
  const path = join(dir, FILES[purpose]);
  const found = await stat(path).catch(() => null);
  if (!found && !mayCreate) {
    throw new Error(
      `The ${purpose} key is missing from the key directory, but this database has been signed for before. Put the deployment's keys there.`,
    );
  }
  if (!found) await create(path, purpose);
  const info = await stat(path);
  if (process.platform !== 'win32' && (info.mode & 0o077) !== 0) {
    throw new Error(`The ${purpose} key can be read by others on this machine. Run chmod 600 on it.`);
  }
  return createPrivateKey(await readFile(path, 'utf8'));
}

async function publicJwk(key: KeyObject): Promise<PublicJwk> {
  const { x, y, crv, kty } = createPublicKey(key).export({ format: 'jwk' });
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined)
    throw new Error('Promotion and status keys are P-256');
  const kid = await calculateJwkThumbprint({ kty, crv, x, y });
  return { kty, crv, x, y, kid, use: 'sig', alg: 'ES256' };
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param mayCreate true only when the database knows no keys yet */
export async function fileSigner(dir: string, mayCreate: boolean): Promise<Signer> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const [promotion, status, ledger] = await Promise.all([
    load(dir, 'promotion', mayCreate),
    load(dir, 'status', mayCreate),
    load(dir, 'ledger', mayCreate),
  ]);
  const privates: Readonly<Record<JwsPurpose, KeyObject>> = { promotion, status };
  const keys = { promotion: await publicJwk(promotion), status: await publicJwk(status) };
  const { x } = createPublicKey(ledger).export({ format: 'jwk' });
  if (x === undefined) throw new Error('The ledger key is Ed25519');
  return {
    keys,
    // In this thread: a signature takes less time than handing it to another, as Web Crypto does.
    signJwt: async (purpose, typ, claims) => {
      const text = `${part({ alg: 'ES256', typ, kid: keys[purpose].kid })}.${part(claims)}`;
      const key = { key: privates[purpose], dsaEncoding: 'ieee-p1363' } as const;
      return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
    },
    ledgerPublicKey: new Uint8Array(Buffer.from(x, 'base64url')),
    signLedger: async (message) => new Uint8Array(sign(null, message, ledger)),
  };
}
