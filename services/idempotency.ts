/**
 * Retries (DESIGN.md §2): an Idempotency-Key is scoped to actor and route; the same key with another body is refused.
 * What is kept is what the first answer was about, written in the transaction that made it, so that a crash leaves both
 * or neither. Answers that made nothing to keep (pending, denied) only bind the key to its body.
 */
import { createHash } from 'node:crypto';
import { keepKey, lockKey, readKey } from '#db/queries/idempotency.ts';
import { known, type Question, reworded, together, type Write } from '#db/statement.ts';
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
  /** Writes the key down, in the transaction that answers. */
  keep(now: Date): Write[];
}

const FIRST: RetryKeeper = { again: false, subject: null, remember: () => undefined, keep: () => [] };

type Kept = { readonly bodyDigest: string; readonly subject: string | null };

const scopeOf = ({ actor }: Ctx, { route, key }: Retry) => ({ actor: actorId(actor), route, key });

/**
 * Looks the request's key up. Requests with one key take turns, so that the second of two at the same moment finds the
 * answer of the first instead of making another.
 */
export function askForKey(ctx: Ctx): Question<Kept | undefined> {
  if (!ctx.retry) return known(undefined);
  const scope = scopeOf(ctx, ctx.retry);
  // Two statements: the second reads after the lock is held, and sees what its last holder committed.
  const turn = lockKey({ scope: `${scope.actor} ${scope.route} ${scope.key}` });
  return reworded(together(turn, readKey(scope)), ([, [row]]) => row);
}

/** @param kept what was found under the key. Throws `invalid` when that was another body. */
export function openRetry(ctx: Ctx, kept: Kept | undefined): RetryKeeper {
  if (!ctx.retry) return FIRST;
  const { bodyDigest } = ctx.retry;
  const scope = scopeOf(ctx, ctx.retry);
  if (kept && kept.bodyDigest !== bodyDigest) {
    throw new ServiceError(
      'invalid',
      'This Idempotency-Key was used with another body. Use a new key for a new request.',
      'idempotency-mismatch',
      [{ path: '', message: 'The body differs from the first request with this key' }],
    );
  }
  let subject = kept?.subject ?? null;
  return {
    again: kept !== undefined,
    subject,
    remember(next) {
      subject = next;
    },
    keep: (now) => [keepKey({ ...scope, bodyDigest, subject, at: now })],
  };
}
