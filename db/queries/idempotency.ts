/** Idempotency keys; services/idempotency.ts says what they mean. */
import { sql } from 'drizzle-orm';
import { reading, writing } from '../statement.ts';

export type KeyScope = { readonly actor: string; readonly route: string; readonly key: string };

/** Locks the key until the transaction ends. */
export const lockKey = reading<{ scope: string }, { locked: unknown }>(
  'lock-idempotency-key',
  ({ scope }) => sql`select pg_advisory_xact_lock(hashtextextended(${scope}, 0)) as locked`,
);

export const readKey = reading<KeyScope, { bodyDigest: string; subject: string | null }>(
  'read-idempotency-key',
  ({ actor, route, key }) => sql`
    select body_digest as "bodyDigest", subject from idempotency
    where actor = ${actor} and route = ${route} and key = ${key}`,
);

export const keepKey = writing<KeyScope & { bodyDigest: string; subject: string | null; at: Date }>(
  'keep-idempotency-key',
  ({ actor, route, key, bodyDigest, subject, at }) => sql`
    insert into idempotency (actor, route, key, body_digest, subject, at)
    values (${actor}, ${route}, ${key}, ${bodyDigest}, ${subject}, ${at})
    on conflict (actor, route, key) do update set subject = excluded.subject`,
);
