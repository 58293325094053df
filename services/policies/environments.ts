/** Every environment that a policy has ever known: a token may name one that today's policy has dropped. */
import { asc, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { policy } from '#db/schema/gate.ts';

/** In the order in which the newest policy that knows them lists them, as far as that can be told: by name. */
export async function knownEnvironments(db: Reader): Promise<string[]> {
  const name = sql<string>`jsonb_object_keys(${policy.document} -> 'environments')`;
  const rows = await db.selectDistinct({ name }).from(policy).orderBy(asc(name));
  return rows.map((row) => row.name);
}
