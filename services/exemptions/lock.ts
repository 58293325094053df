/**
 * One exemption, locked with its version. The gate holds a version's row against this lock from before it reads until it
 * has issued, so granting or withdrawing is wholly before or wholly after any decision that could use it.
 */
import { eq } from 'drizzle-orm';
import { exemption } from '#db/schema/exemptions.ts';
import { model, version } from '#db/schema/register.ts';
import { ServiceError } from '../errors.ts';
import type { Tx } from '../transact.ts';

export interface LockedExemption {
  readonly row: typeof exemption.$inferSelect;
  readonly ref: string;
  /** `namespace/name` */
  readonly model: string;
}

/** Throws `not-found`. */
export async function lockExemption(tx: Tx, id: string): Promise<LockedExemption> {
  const [named] = await tx.db
    .select({ id: version.id, namespace: model.namespace, name: model.name, version: version.version })
    .from(exemption)
    .innerJoin(version, eq(version.id, exemption.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .where(eq(exemption.id, id))
    .for('update', { of: version });
  if (!named) throw new ServiceError('not-found', 'There is no such exemption');
  // Read only now: whoever held the lock before may have decided.
  const [row] = await tx.db.select().from(exemption).where(eq(exemption.id, id)).for('update');
  if (!row) throw new ServiceError('not-found', 'There is no such exemption');
  const name = `${named.namespace}/${named.name}`;
  return { row, model: name, ref: `${name}@${named.version}` };
}
