/** Proposing what needs a second administrator (protected-acts.ts). Nothing happens until another confirms, within 7 days. */
import { and, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { adminProposal, identity, localCredential, person, roleGrant } from '#db/schema/people.ts';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { keepOptional } from '../private-text.ts';
import { changed, mutate, type Tx, unchanged } from '../transact.ts';
import { Account, PROTECTED_ROLES, refuseTakenEmail } from './protected-acts.ts';

const LIFE_MS = 7 * 86_400_000;

export const Proposal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('grant-role'), personId: z.uuid(), role: z.enum(PROTECTED_ROLES) }),
  Account.extend({ kind: z.literal('create-account') }),
  z.strictObject({ kind: z.literal('reset-password'), personId: z.uuid() }),
  z.strictObject({ kind: z.literal('link-identity'), personId: z.uuid(), identityId: z.uuid() }),
]);
type Proposal = z.infer<typeof Proposal>;

/** Both administrators are people whom the provider vouches for; a second local account is no second person. */
export function requireVouched(ctx: Ctx): asserts ctx is Ctx & { actor: { kind: 'person' } } {
  if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person does this');
  if (ctx.actor.session.method === 'oidc') return;
  throw new ServiceError(
    'precondition',
    'This takes two administrators who signed in through the provider. Sign in there; a local account proposes and confirms nothing.',
    'provider-session',
  );
}

/** Whether it could be done at all, so that nobody is asked to confirm what cannot be. */
async function isPossible(tx: Tx, proposal: Proposal): Promise<boolean> {
  if (proposal.kind === 'create-account') {
    await refuseTakenEmail(tx, proposal.email);
    return true;
  }
  const [target] = await tx.db
    .select({ id: person.id, password: localCredential.personId })
    .from(person)
    .leftJoin(localCredential, eq(localCredential.personId, person.id))
    .where(eq(person.id, proposal.personId));
  if (!target) throw new ServiceError('not-found', 'There is no such person');
  if (proposal.kind === 'reset-password') {
    if (target.password !== null) return true;
    throw new ServiceError(
      'precondition',
      'This person signs in at the provider and has no password here.',
      'no-password',
    );
  }
  if (proposal.kind === 'link-identity') {
    const [waits] = await tx.db
      .select({ id: identity.id })
      .from(identity)
      .where(
        and(eq(identity.id, proposal.identityId), eq(identity.claimsId, proposal.personId), isNull(identity.personId)),
      );
    if (!waits) throw new ServiceError('not-found', 'No such identity waits for this person');
    return true;
  }
  const [held] = await tx.db
    .select({ id: roleGrant.id })
    .from(roleGrant)
    .where(
      and(
        eq(roleGrant.personId, proposal.personId),
        eq(roleGrant.role, proposal.role),
        isNull(roleGrant.revokedAt),
        gt(roleGrant.expiresAt, tx.now),
      ),
    );
  return held === undefined;
}

export interface Proposed {
  readonly proposalId: string | null;
}

/** The id of the proposal that now waits; null when there is nothing to do. Throws `conflict` (`proposed-already`). */
export async function propose(ctx: Ctx, input: unknown): Promise<Proposed> {
  const proposal = parse(Proposal, input);
  const personId = proposal.kind === 'create-account' ? null : proposal.personId;
  return mutate<Proposed>(
    ctx,
    'people.manage',
    thing(personId === null ? 'people' : `person:${personId}`),
    async (tx) => {
      if (ctx.runtime.trial)
        throw new ServiceError('precondition', 'In trial mode one administrator does this at once.', 'trial');
      requireVouched(ctx);
      requireStepUp(ctx, tx.now);
      const role = proposal.kind === 'grant-role' ? proposal.role : null;
      const identityId = proposal.kind === 'link-identity' ? proposal.identityId : null;
      if (!(await isPossible(tx, proposal))) return unchanged({ proposalId: null });
      if (personId !== null) await refuseTwice(tx, proposal.kind, personId, role);
      const account = proposal.kind === 'create-account' ? proposal : null;
      const name = await keepOptional(tx, account?.name ?? null);
      const email = await keepOptional(tx, account?.email.trim() ?? null);
      const id = newId(tx.now);
      const expiresAt = new Date(tx.now.getTime() + LIFE_MS);
      await tx.db.insert(adminProposal).values({
        id,
        kind: proposal.kind,
        personId,
        role,
        identityId,
        nameId: name?.id ?? null,
        emailId: email?.id ?? null,
        proposedBy: ctx.actor.id,
        proposedAt: tx.now,
        expiresAt,
      });
      return changed(
        { proposalId: id },
        {
          action: 'admin.proposed',
          subject: personId === null ? 'people' : `person:${personId}`,
          data: { proposal: id, kind: proposal.kind, role, identity: identityId, until: expiresAt.toISOString() },
        },
      );
    },
  );
}

async function refuseTwice(tx: Tx, kind: Proposal['kind'], personId: string, role: string | null): Promise<void> {
  const open = await tx.db
    .select({ role: adminProposal.role })
    .from(adminProposal)
    .where(
      and(
        eq(adminProposal.kind, kind),
        eq(adminProposal.personId, personId),
        isNull(adminProposal.outcome),
        gt(adminProposal.expiresAt, tx.now),
      ),
    );
  if (!open.some((other) => other.role === role)) return;
  throw new ServiceError('conflict', 'The same is proposed already and waits below.', 'proposed-already');
}
