/**
 * A person's verdict on an exemption, by the roles and the separation of the review of that version and environment, with
 * a fresh sign-in (DESIGN.md §2 "Exemptions"). The approval that completes it starts its clock.
 */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { readExemptionRows } from '#db/queries/exemption-facts.ts';
import { exemption, exemptionDecision } from '#db/schema/exemptions.ts';
import type { Person } from '#domain/access/actor.ts';
import type { Capacity } from '#domain/access/roles.ts';
import { askRefusal, exemptionParts, exemptionStanding, exemptionTerms } from '#domain/gate/ask-exemption.ts';
import type { ExemptionFact } from '#domain/gate/facts.ts';
import type { Part } from '#domain/gate/my-part.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { ofExemption } from '../access/exemption-subject.ts';
import { requireStepUp } from '../access/step-up.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Evaluation, evaluate } from '../gate/evaluate.ts';
import { exemptionFact } from '../gate/load-facts.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { type Kept, keepOptional } from '../private-text.ts';
import { changed, mutate, type Outcome, type Tx } from '../transact.ts';
import { type LockedExemption, lockExemption } from './lock.ts';

export const ExemptionVerdict = z
  .strictObject({
    exemptionId: z.uuid(),
    verdict: z.enum(['approve', 'refuse']),
    /** in which of one's roles; the first that may when absent */
    capacity: z.string().max(40).optional(),
    comment: z.string().trim().max(5_000).optional(),
  })
  .refine(({ verdict, comment }) => verdict === 'approve' || (comment !== undefined && comment !== ''), {
    path: ['comment'],
    message: 'Say why you reject it',
  });
type ExemptionVerdict = z.infer<typeof ExemptionVerdict>;

export interface ExemptionDecided {
  readonly verdict: 'approve' | 'refuse';
  readonly capacity: Capacity;
  /** what the exemption is now: an approval may leave it waiting for the next */
  readonly state: 'requested' | 'granted' | 'refused';
  readonly endsAt: Date | null;
}

const DAY = 86_400_000;

async function factOf(tx: Tx, id: string): Promise<ExemptionFact> {
  const [row] = await readExemptionRows(tx.db, [id]);
  if (!row) throw new ServiceError('not-found', 'There is no such exemption');
  return exemptionFact(row);
}

function choosePart(parts: readonly Part[], capacity: string | undefined): Part {
  const part = capacity === undefined ? parts[0] : parts.find((one) => one.capacity === capacity);
  if (!part) throw new ServiceError('forbidden', 'None of your roles decides about this exemption', 'no-role');
  if (part.refusal) throw new ServiceError('forbidden', part.refusal.reason, `separation:${part.refusal.code}`);
  return part;
}

/** Throws unless the exemption waits and there is something left to exempt from. */
function refuseSettled({ row }: LockedExemption, { facts, decision }: Evaluation, verdict: string, now: Date): void {
  if (row.state !== 'requested') {
    throw new ServiceError('precondition', `This exemption has been ${row.state} already`, 'exemption-decided');
  }
  if (verdict === 'refuse') return;
  const asked = decision.requirements.find(({ id }) => id === row.requirement);
  const refusal = askRefusal(row.requirement, asked, facts.exemptions, now);
  // A renewal that was asked for in time is decided whenever its turn comes.
  if (refusal && refusal.code !== 'too-early') throw new ServiceError('precondition', refusal.reason, refusal.code);
  if (row.requestedEnd <= now) {
    throw new ServiceError(
      'precondition',
      'The end that was asked for has passed. Reject it, or have it asked for anew.',
      'end-passed',
    );
  }
}

async function record(
  tx: Tx,
  actor: Person,
  { exemptionId, verdict }: ExemptionVerdict,
  part: Part,
  comment: Kept | null,
): Promise<string> {
  const id = newId(tx.now);
  // One person decides once: a second verdict at the same moment is a conflict.
  await tx.db.insert(exemptionDecision).values({
    id,
    exemptionId,
    personId: actor.id,
    verdict,
    capacity: part.capacity,
    issuer: actor.issuer,
    subject: actor.subject,
    method: actor.session.method,
    authenticatedAt: actor.session.authenticatedAt,
    grantId: part.grantId,
    commentId: comment?.id ?? null,
    at: tx.now,
  });
  return id;
}

/** Grants it when, with these times, every policy that judges would let it waive; null while an approval is missing. */
async function grantWhenComplete(
  tx: Tx,
  { row, ref, model }: LockedExemption,
  { facts, policies }: Evaluation,
): Promise<{ endsAt: Date; event: LedgerEvent } | null> {
  const waiting = await factOf(tx, row.id);
  // This transaction may have begun before another's approval and waited for it: it completes what is there now.
  const startsAt = new Date(Math.max(tx.now.getTime(), ...waiting.approvals.map(({ at }) => Date.parse(at))));
  const cap = startsAt.getTime() + exemptionTerms(facts, policies).days * DAY;
  const endsAt = new Date(Math.min(row.requestedEnd.getTime(), cap));
  const fact = { ...waiting, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
  if (!exemptionStanding(fact, facts, policies, startsAt).holds) return null;
  await tx.db
    .update(exemption)
    .set({ state: 'granted', decidedAt: startsAt, startsAt, endsAt })
    .where(eq(exemption.id, row.id));
  return {
    endsAt,
    event: {
      action: 'exemption.granted',
      subject: ref,
      model,
      data: {
        exemption: row.id,
        environment: row.environment,
        requirement: row.requirement,
        artifact: facts.artifactDigest,
        from: startsAt.toISOString(),
        until: endsAt.toISOString(),
        approvals: fact.approvals.map(({ id }) => id),
      },
    },
  };
}

export async function decideExemption(ctx: Ctx, body: unknown): Promise<ExemptionDecided> {
  const input = parse(ExemptionVerdict, body);
  return mutate(
    ctx,
    'exemption.decide',
    ofExemption(input.exemptionId),
    async (tx): Promise<Outcome<ExemptionDecided>> => {
      const { actor } = ctx;
      if (actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person decides');
      const locked = await lockExemption(tx, input.exemptionId);
      const { row, ref, model } = locked;
      const evaluation = await evaluate(tx.db, row.versionId, row.environment, ctx.runtime.trial, tx.now);
      const fact = await factOf(tx, row.id);
      const part = choosePart(
        exemptionParts(fact, evaluation.facts, evaluation.policies, actor, tx.now),
        input.capacity,
      );
      refuseSettled(locked, evaluation, input.verdict, tx.now);
      if (fact.approvals.some(({ personId }) => personId === actor.id)) {
        throw new ServiceError('conflict', 'You have approved this exemption already', 'approved-already');
      }
      requireStepUp(ctx, tx.now);
      const comment = await keepOptional(tx, input.comment || null);
      const approval = await record(tx, actor, input, part, comment);
      const answer = { verdict: input.verdict, capacity: part.capacity };
      if (input.verdict === 'refuse') {
        if (!comment) throw new ServiceError('invalid', 'Say why you reject it');
        await tx.db.update(exemption).set({ state: 'refused', decidedAt: tx.now }).where(eq(exemption.id, row.id));
        return changed(
          { ...answer, state: 'refused', endsAt: null },
          {
            action: 'exemption.refused',
            subject: ref,
            model,
            data: { exemption: row.id, capacity: part.capacity, comment: comment.commitment },
          },
        );
      }
      const granted = await grantWhenComplete(tx, locked, evaluation);
      const approved: LedgerEvent = {
        action: 'exemption.approved',
        subject: ref,
        model,
        data: {
          exemption: row.id,
          approval,
          capacity: part.capacity,
          grant: part.grantId,
          method: actor.session.method,
          authenticatedAt: actor.session.authenticatedAt.toISOString(),
          comment: comment?.commitment ?? null,
        },
      };
      return changed(
        { ...answer, state: granted ? 'granted' : 'requested', endsAt: granted?.endsAt ?? null },
        approved,
        ...(granted ? [granted.event] : []),
      );
    },
  );
}
