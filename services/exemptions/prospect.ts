/** What the page needs that asks for an exemption: what is unmet, what this tier allows, and why none can be asked for. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { exemption } from '#db/schema/exemptions.ts';
import { askRefusal, type ExemptionTerms, exemptionTerms } from '#domain/gate/ask-exemption.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { evaluate } from '../gate/evaluate.ts';
import { parse } from '../parse.ts';
import { query } from '../transact.ts';
import { versionId } from '../versions/find-version.ts';
import { type Earlier, earlierGrant } from './earlier.ts';
import { ExemptionRequest, latestEnd } from './request.ts';

const Asked = ExemptionRequest.pick({ ref: true, environment: true, requirement: true }).extend({
  environment: z.string().min(1).max(63),
});

export interface Prospect {
  readonly ref: string;
  readonly model: string;
  readonly version: string;
  readonly environment: string;
  readonly tier: Tier;
  readonly requirement: string;
  /** as the gate answers now; null when it is not asked */
  readonly asked: Requirement | null;
  readonly terms: ExemptionTerms;
  /** the last day that can be asked for, UTC */
  readonly lastDay: string;
  readonly tomorrow: string;
  /** why none can be asked for now; null when one can */
  readonly refusal: string | null;
  /** one that waits already */
  readonly waiting: string | null;
  /** what this request would renew, whose words it begins with */
  readonly renews: Earlier | null;
}

const day = (at: Date) => at.toISOString().slice(0, 10);

/** For those who may ask. Throws `forbidden` for others, with the reason. */
export async function readProspect(ctx: Ctx, input: unknown): Promise<Prospect> {
  const { ref, environment, requirement } = parse(Asked, input);
  const named = parseVersionRef(ref);
  if (!named) throw new ServiceError('invalid', 'namespace/name@version is expected');
  const [namespace = '', name = ''] = named.model.split('/');
  return query(ctx, 'exemption.request', ofModel({ namespace, name }, ref), async (db, now) => {
    const id = await versionId(db, { namespace, name, version: named.version });
    const { facts, policies, decision } = await evaluate(db, id, environment, ctx.runtime.trial, now);
    const asked = decision.requirements.find((one) => one.id === requirement);
    const terms = exemptionTerms(facts, policies);
    const [waiting] = await db
      .select({ id: exemption.id })
      .from(exemption)
      .where(
        and(
          eq(exemption.versionId, id),
          eq(exemption.environment, environment),
          eq(exemption.requirement, requirement),
          eq(exemption.state, 'requested'),
        ),
      );
    const none = terms.days === 0 ? 'The policy allows no exemptions at this tier' : null;
    return {
      ref,
      model: named.model,
      version: named.version,
      environment,
      tier: decision.tier,
      requirement,
      asked: asked ?? null,
      terms,
      lastDay: day(latestEnd(terms.days, now)),
      tomorrow: day(new Date(now.getTime() + 86_400_000)),
      refusal: askRefusal(requirement, asked, facts.exemptions, now)?.reason ?? none,
      waiting: waiting?.id ?? null,
      renews: await earlierGrant(db, id, environment, requirement),
    };
  });
}
