/**
 * Writes down that exemptions ended, once each. Nothing rests on it: every decision asks the clock itself. Any replica may
 * run it at any time; the rows that one works on are skipped by the others.
 */
import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm';
import { exemption } from '#db/schema/exemptions.ts';
import { model, version } from '#db/schema/register.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { changed, mutate, type Outcome, unchanged } from '../transact.ts';

const BATCH = 100;

/** Returns how many it wrote down; as many as a batch holds means that there may be more. */
export async function noteExpired(ctx: Ctx): Promise<number> {
  return mutate(ctx, 'exemption.expire', thing('exemptions'), async (tx): Promise<Outcome<number>> => {
    const ended = await tx.db
      .select({
        id: exemption.id,
        environment: exemption.environment,
        requirement: exemption.requirement,
        endsAt: exemption.endsAt,
        namespace: model.namespace,
        name: model.name,
        version: version.version,
      })
      .from(exemption)
      .innerJoin(version, eq(version.id, exemption.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .where(and(eq(exemption.state, 'granted'), isNull(exemption.expiryNotedAt), lte(exemption.endsAt, tx.now)))
      .orderBy(asc(exemption.endsAt), asc(exemption.id))
      .limit(BATCH)
      .for('update', { of: exemption, skipLocked: true });
    const [first, ...rest] = ended.map(
      (row): LedgerEvent => ({
        action: 'exemption.expired',
        subject: `${row.namespace}/${row.name}@${row.version}`,
        model: `${row.namespace}/${row.name}`,
        data: {
          exemption: row.id,
          environment: row.environment,
          requirement: row.requirement,
          until: row.endsAt?.toISOString() ?? '',
        },
      }),
    );
    if (!first) return unchanged(0);
    await tx.db
      .update(exemption)
      .set({ expiryNotedAt: tx.now })
      .where(
        inArray(
          exemption.id,
          ended.map(({ id }) => id),
        ),
      );
    return changed(ended.length, first, ...rest);
  });
}
