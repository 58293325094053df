/**
 * Asking for an exemption (DESIGN.md §2 "Exemptions"), by somebody of the owning team: one requirement, one version, one
 * environment, why, what is done instead, and until when. Renewing is asking again; it is decided again.
 */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { exemption } from '#db/schema/exemptions.ts';
import { askRefusal, exemptionTerms } from '#domain/gate/ask-exemption.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { evaluate } from '../gate/evaluate.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { keep, keepOptional } from '../private-text.ts';
import { changed, mutate, type Tx } from '../transact.ts';
import { versionId } from '../versions/find-version.ts';
import { earlierGrant } from './earlier.ts';

export const ExemptionRequest = z.strictObject({
  ref: z.string().refine((text) => parseVersionRef(text) !== null, 'namespace/name@version'),
  environment: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
  requirement: z.string().min(1).max(200),
  reason: z.string().trim().min(1, 'Say why the requirement cannot be met now').max(5_000),
  control: z.string().trim().min(1, 'Say what is done instead').max(5_000),
  ticket: z.string().trim().max(500).optional(),
  /** the last day in UTC, or an instant */
  until: z.union([z.iso.date(), z.iso.datetime({ offset: true })], 'A date, such as 2026-12-31'),
});

export interface ExemptionRequested {
  readonly exemptionId: string;
}

const DAY = 86_400_000;

/** A day means to its last second, in UTC. */
function endOf(until: string): Date {
  return new Date(until.length === 10 ? `${until}T23:59:59.000Z` : until);
}

/** The last moment that can be asked for: the clock starts at approval, so it is the end of the day in which the cap from now ends. */
export function latestEnd(days: number, now: Date): Date {
  return new Date(Math.floor((now.getTime() + days * DAY) / DAY + 1) * DAY - 1_000);
}

function checkEnd(end: Date, days: number, now: Date): void {
  const latest = latestEnd(days, now);
  const wrong =
    days === 0
      ? 'The policy allows no exemptions at this tier'
      : end <= now
        ? 'The end has to lie ahead'
        : end > latest
          ? `This tier allows ${days} days: ${latest.toISOString().slice(0, 10)} at the latest`
          : null;
  if (wrong === null) return;
  throw new ServiceError('invalid', wrong, 'exemption-end', [{ path: '/until', message: wrong }]);
}

async function refuseSecond(tx: Tx, id: string, environment: string, requirement: string): Promise<void> {
  const [waiting] = await tx.db
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
  if (!waiting) return;
  throw new ServiceError(
    'conflict',
    'An exemption from this has been asked for already and waits for a decision. Withdraw that one to ask anew.',
    'waiting-already',
  );
}

export async function requestExemption(ctx: Ctx, body: unknown): Promise<ExemptionRequested> {
  const input = parse(ExemptionRequest, body);
  const ref = parseVersionRef(input.ref);
  if (!ref) throw new ServiceError('invalid', 'namespace/name@version is expected');
  const [namespace = '', name = ''] = ref.model.split('/');
  const { environment, requirement } = input;
  return mutate(ctx, 'exemption.request', ofModel({ namespace, name }, input.ref), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person asks');
    const id = await versionId(tx.db, { namespace, name, version: ref.version });
    const { facts, policies, decision } = await evaluate(tx.db, id, environment, ctx.runtime.trial, tx.now);
    const asked = decision.requirements.find((one) => one.id === requirement);
    const refusal = askRefusal(requirement, asked, facts.exemptions, tx.now);
    if (refusal) throw new ServiceError('precondition', refusal.reason, refusal.code);
    const end = endOf(input.until);
    checkEnd(end, exemptionTerms(facts, policies).days, tx.now);
    await refuseSecond(tx, id, environment, requirement);
    const renews = (await earlierGrant(tx.db, id, environment, requirement))?.id ?? null;
    const reason = await keep(tx, input.reason);
    const control = await keep(tx, input.control);
    const ticket = await keepOptional(tx, input.ticket || null);
    const exemptionId = newId(tx.now);
    // Two may ask at once: the unique index lets one in, and the other's request is a conflict.
    await tx.db.insert(exemption).values({
      id: exemptionId,
      versionId: id,
      environment,
      requirement,
      reasonId: reason.id,
      controlId: control.id,
      ticketId: ticket?.id ?? null,
      requestedEnd: end,
      requestedBy: ctx.actor.id,
      requestedAt: tx.now,
      renewsId: renews,
    });
    return changed(
      { exemptionId },
      {
        action: 'exemption.requested',
        subject: input.ref,
        model: ref.model,
        data: {
          exemption: exemptionId,
          environment,
          requirement,
          artifact: facts.artifactDigest,
          until: end.toISOString(),
          reason: reason.commitment,
          control: control.commitment,
          ticket: ticket?.commitment ?? null,
          renews,
        },
      },
    );
  });
}
