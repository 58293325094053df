/** UUIDv7 (RFC 9562 §5.7): sorts by time, made in the app so that PostgreSQL 15 and PGlite agree. */
import { randomBytes } from 'node:crypto';

/** A new id; `now` is the transaction's clock, so that ids made in it sort with its times. */
export function newId(now: Date): string {
  const random = randomBytes(10);
  const time = now.getTime().toString(16).padStart(12, '0');
  random[0] = ((random[0] ?? 0) & 0x0f) | 0x70;
  random[2] = ((random[2] ?? 0) & 0x3f) | 0x80;
  const hex = time + random.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
