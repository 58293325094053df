/**
 * A webhook's secret at rest: sealed with AES-256-GCM under a key that is made from AUTH_SECRET and is not in the database.
 * A copy of the database alone signs nothing. Bound to its webhook, so that rows cannot be swapped.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';

const PURPOSE = 'countersign/webhook-secret/v1';
const IV = 12;
const TAG = 16;

function keyOf({ authSecret }: Pick<Config, 'authSecret'>): Buffer {
  if (authSecret === undefined) throw new Error('the deployment has no auth secret yet');
  return Buffer.from(hkdfSync('sha256', authSecret, '', PURPOSE, 32));
}

/** `whsec_` and 32 random bytes, as Standard Webhooks writes secrets. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function seal(config: Pick<Config, 'authSecret'>, webhookId: string, secret: string): Uint8Array {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', keyOf(config), iv).setAAD(Buffer.from(webhookId));
  return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** The secret, or null when it was sealed under another AUTH_SECRET or for another webhook. */
export function unseal(config: Pick<Config, 'authSecret'>, webhookId: string, sealed: Uint8Array): string | null {
  try {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', keyOf(config), bytes.subarray(0, IV), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(webhookId)).setAuthTag(bytes.subarray(bytes.length - TAG));
    const text = decipher.update(bytes.subarray(IV, bytes.length - TAG));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
