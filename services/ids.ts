/** UUIDv7 (RFC 9562 §5.7): sorts by time, made in the app so that PostgreSQL 15 and PGlite agree. */
import { randomUUID } from 'node:crypto';

/** A new id; `now` is the transaction's clock, so that ids made in it sort with its times. */
export function newId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  // A version 4 has its random bits and its variant where a version 7 has them.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
