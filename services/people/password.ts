/** Passwords of local accounts: scrypt with its parameters in the stored text, so that they can be raised later. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const LENGTH = 32;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, LENGTH, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** `scrypt$32768$8$1$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** True when the password is the stored one. Takes as long for an unknown account, so that timing names nobody. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [scheme, , , , salt, key] = (stored ?? '').split('$');
  const derived = await derive(password, Buffer.from(salt ?? 'nobody', 'base64url'));
  const expected = Buffer.from(key ?? '', 'base64url');
  return scheme === 'scrypt' && expected.length === LENGTH && timingSafeEqual(derived, expected);
}

/** A password to hand to somebody once: 20 characters without look-alikes, about 99 bits. */
export function randomPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from(randomBytes(20), (byte) => alphabet[byte % alphabet.length]).join('');
}
