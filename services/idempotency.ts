/**
 * Retries (DESIGN.md §2): an Idempotency-Key is scoped to actor and route; the same key with another body is refused.
 * What is kept is what the first answer was about, written in the transaction that made it, so that a crash leaves both
 * or neither. Answers that made nothing to keep (pending, denied) only bind the key to its body.
 */
import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { idempotency } from '#db/schema/gate.ts';
import type { Writer } from '#db/write.ts';
import { actorId } from '#domain/access/actor.ts';
import type { Ctx } from './context.ts';
import { ServiceError } from './errors.ts';

export interface Retry {
  /** method and path */
  readonly route: string;
  readonly key: string;
  /** SHA-256, hex, of the request's query and body as they were sent */
  readonly bodyDigest: string;
}

export function retryOf(route: string, key: string, query: string, body: Uint8Array): Retry {
  return { route, key, bodyDigest: createHash('sha256').update(query).update('\n').update(body).digest('hex') };
}

/** What a transaction knows of the request's key. */
export interface Retried {
  /** true when a request with this key has been answered before */
  readonly again: boolean;
  /** what that answer was about, such as a `jti`; null when there was nothing to keep */
  readonly subject: string | null;
  /** keeps what this answer is about, for the next request with the key */
  remember(subject: string): void;
}

export interface RetryKeeper extends Retried {
  /** Writes the key down; to be called in the transaction, before its commit. */
  keep(now: Date): Promise<void>;
}

const FIRST: RetryKeeper = { again: false, subject: null, remember: () => undefined, keep: async () => undefined };

/**
 * Looks the request's key up. Requests with one key take turns, so that the second of two at the same moment finds the
 * answer of the first instead of making another.
 */
export async function openRetry(db: Writer, { actor: caller, retry }: Ctx): Promise<RetryKeeper> {
  if (!retry) return FIRST;
  const actor = actorId(caller);
  const { route, key, bodyDigest } = retry;
  // A statement of its own: the next one reads after the lock is held, and sees what its last holder committed.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${actor} ${route} ${key}`}, 0))`);
  const [row] = await db
    .select()
    .from(idempotency)
    .where(and(eq(idempotency.actor, actor), eq(idempotency.route, route), eq(idempotency.key, key)));
  if (row && row.bodyDigest !== bodyDigest) {
    throw new ServiceError(
      'invalid',
      'This Idempotency-Key was used with another body. Use a new key for a new request.',
      'idempotency-mismatch',
      [{ path: '', message: 'The body differs from the first request with this key' }],
    );
  }
  let subject = row?.subject ?? null;
  return {
    again: row !== undefined,
    subject,
    remember(next) {
      subject = next;
    },
    async keep(now) {
      await db
        .insert(idempotency)
        .values({ actor, route, key, bodyDigest, subject, at: now })
        .onConflictDoUpdate({ target: [idempotency.actor, idempotency.route, idempotency.key], set: { subject } });
    },
  };
}
