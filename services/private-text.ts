/** Erasable text with its salted commitment: the table holds the words, the ledger only SHA-256(salt ‖ words). */
import { randomBytes } from 'node:crypto';
import { privateText } from '#db/schema/people.ts';
import { sha256 } from '#domain/artifact/digest.ts';
import type { Commitment } from '#domain/ledger/events.ts';
import { newId } from './ids.ts';
import type { Tx } from './transact.ts';

export interface Kept {
  readonly id: string;
  readonly commitment: Commitment;
}

/** Stores a name, an e-mail address or a comment and returns what the ledger may say of it. */
export async function keep(tx: Tx, text: string): Promise<Kept> {
  const id = newId(tx.now);
  const salt = randomBytes(32);
  await tx.db.insert(privateText).values({ id, salt, text, createdAt: tx.now });
  return { id, commitment: sha256(Buffer.concat([salt, Buffer.from(text, 'utf8')])) };
}

/** As `keep`, for text that may be absent. */
export async function keepOptional(tx: Tx, text: string | null): Promise<Kept | null> {
  return text === null ? null : keep(tx, text);
}
