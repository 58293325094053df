/**
 * Retries (DESIGN.md §2): a key is scoped to actor and route; the same key with another body is refused. What is kept is
 * what the first answer was about, written in the same transaction, so that a crash leaves both or neither.
 */
import { and, eq, sql } from 'drizzle-orm';
import { idempotency } from '#db/schema/gate.ts';
import { actorId } from '#domain/access/actor.ts';
import { digestOf, type Json } from '#domain/canonical/json.ts';
import type { Ctx } from './context.ts';
import { ServiceError } from './errors.ts';
import type { Tx } from './transact.ts';

export interface Retry {
  readonly route: string;
  readonly key: string;
  readonly body: Json;
}

const scope = (ctx: Ctx, { route, key }: Retry) => ({ actor: actorId(ctx.actor), route, key });

/**
 * What the first request with this key led to, or null when this is the first. Requests with one key take turns, so that
 * the second of two at the same moment finds the answer of the first instead of making another.
 */
export async function findRetry(tx: Tx, ctx: Ctx, retry: Retry | null): Promise<string | null> {
  if (retry === null) return null;
  const { actor, route, key } = scope(ctx, retry);
  // A statement of its own: the next one reads after the lock is held, and sees what its last holder committed.
  await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${actor} ${route} ${key}`}, 0))`);
  const [row] = await tx.db
    .select()
    .from(idempotency)
    .where(and(eq(idempotency.actor, actor), eq(idempotency.route, route), eq(idempotency.key, key)));
  if (!row) return null;
  if (row.bodyDigest !== digestOf(retry.body)) {
    throw new ServiceError(
      'invalid',
      'This Idempotency-Key was used with another body. Use a new key for a new request.',
      'idempotency-mismatch',
      [{ path: '', message: 'The body differs from the first request with this key' }],
    );
  }
  return row.subject;
}

/** Remembers the answer, in the transaction that made it. */
export async function keepRetry(tx: Tx, ctx: Ctx, retry: Retry | null, subject: string): Promise<void> {
  if (retry === null) return;
  await tx.db
    .insert(idempotency)
    .values({ ...scope(ctx, retry), bodyDigest: digestOf(retry.body), subject, at: tx.now });
}
