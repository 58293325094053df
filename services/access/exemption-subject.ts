/** An exemption as a subject: its model's team owns it, one person asked for it, and some approved it. */
import { eq } from 'drizzle-orm';
import { exemption, exemptionDecision } from '#db/schema/exemptions.ts';
import { model, version } from '#db/schema/register.ts';
import type { Relation } from '#domain/access/may.ts';
import { ofModel, type Subject } from './subjects.ts';

export function ofExemption(id: string): Subject {
  return {
    label: `exemption:${id}`,
    async relations(db, actor) {
      if (actor.kind !== 'person') return new Set<Relation>();
      const [row] = await db
        .select({ namespace: model.namespace, name: model.name, requestedBy: exemption.requestedBy })
        .from(exemption)
        .innerJoin(version, eq(version.id, exemption.versionId))
        .innerJoin(model, eq(model.id, version.modelId))
        .where(eq(exemption.id, id));
      if (!row) return new Set<Relation>();
      const found = new Set(await ofModel(row).relations(db, actor));
      if (row.requestedBy === actor.id) found.add('requester');
      const given = await db
        .select({ personId: exemptionDecision.personId, verdict: exemptionDecision.verdict })
        .from(exemptionDecision)
        .where(eq(exemptionDecision.exemptionId, id));
      if (given.some(({ personId, verdict }) => personId === actor.id && verdict === 'approve')) found.add('approver');
      return found;
    },
  };
}
