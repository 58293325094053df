/**
 * Exemptions whose end is near: nothing happens at 14 or 3 days before, so the clock is asked. Each exemption and threshold
 * is told once, whoever asks and however often.
 */
import { and, asc, eq, gt, lte } from 'drizzle-orm';
import { keepBatch } from '#db/desk/notices.ts';
import { type Reader, reader } from '#db/read.ts';
import { exemption } from '#db/schema/exemptions.ts';
import { endingThreshold, LONGEST_MS } from '#domain/notices/ending.ts';
import type { Runtime } from '../runtime.ts';
import { compose } from './compose.ts';
import { concerned, type Occasion } from './occasion.ts';
import { type ExemptionSubject, exemptionSubjects } from './subjects.ts';

const PAGE = 200;

function occasionOf(row: ExemptionSubject, now: Date): Occasion | null {
  const { id, ref, environment, requirement, startsAt, endsAt, requestedBy, accountableId } = row;
  const days = startsAt && endsAt ? endingThreshold(startsAt, endsAt, now) : null;
  if (days === null || !endsAt) return null;
  return {
    kind: 'exemption.ending',
    source: `exemption:${id}:${days}`,
    data: { ref, environment, exemption: id, requirement, until: endsAt.toISOString(), days },
    at: now,
    actor: 'system',
    people: concerned('system', requestedBy, accountableId),
  };
}

function pageAfter(db: Reader, after: string | null, now: Date) {
  return exemptionSubjects(db)
    .where(
      and(
        eq(exemption.state, 'granted'),
        gt(exemption.endsAt, now),
        lte(exemption.endsAt, new Date(now.getTime() + LONGEST_MS)),
        after === null ? undefined : gt(exemption.id, after),
      ),
    )
    .orderBy(asc(exemption.id))
    .limit(PAGE);
}

export async function tellOfEndings(runtime: Runtime): Promise<void> {
  const db = reader(runtime.store.pool);
  for (let after: string | null = null; ; ) {
    const now = await runtime.now();
    const rows: ExemptionSubject[] = await pageAfter(db, after, now);
    const occasions = rows.flatMap((row) => occasionOf(row, now) ?? []);
    if (occasions.length > 0) await keepBatch(runtime.store.pool, await compose(runtime, db, occasions, now));
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}
