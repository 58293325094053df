/**
 * Confirming or cancelling what an administrator proposed. Confirming does it in the same transaction; neither who proposed
 * it nor whom it is about can confirm, and a proposal of somebody who is administrator no more carries nothing.
 */
import { and, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { adminProposal, person, privateText, roleGrant } from '#db/schema/people.ts';
import { isRole } from '#domain/access/roles.ts';
import { requireStepUp } from '../access/step-up.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate, type Tx } from '../transact.ts';
import { requireVouched } from './propose.ts';
import { giveRole, makeAccount, type Performed, replacePassword, tieIdentity } from './protected-acts.ts';

export const Decision = z.strictObject({ proposalId: z.uuid() });

type Row = typeof adminProposal.$inferSelect;

/** The proposal, locked. Throws `not-found`, or `precondition` (`proposal-over`). */
async function lockOpen(tx: Tx, id: string): Promise<Row> {
  const [row] = await tx.db.select().from(adminProposal).where(eq(adminProposal.id, id)).for('update');
  if (!row) throw new ServiceError('not-found', 'There is no such proposal');
  if (row.outcome !== null || row.expiresAt <= tx.now)
    throw new ServiceError(
      'precondition',
      'This proposal has been decided, or has run out after 7 days.',
      'proposal-over',
    );
  return row;
}

async function requireProposerInOffice(tx: Tx, proposedBy: string): Promise<void> {
  const [inOffice] = await tx.db
    .select({ id: person.id })
    .from(person)
    .innerJoin(roleGrant, eq(roleGrant.personId, person.id))
    .where(
      and(
        eq(person.id, proposedBy),
        isNull(person.disabledAt),
        eq(roleGrant.role, 'administrator'),
        isNull(roleGrant.revokedAt),
        gt(roleGrant.expiresAt, tx.now),
      ),
    );
  if (inOffice) return;
  throw new ServiceError(
    'precondition',
    'Who proposed this is no administrator any more. Cancel it, and propose it anew if it is still wanted.',
    'proposer-gone',
  );
}

async function textOf(tx: Tx, id: string | null): Promise<string> {
  const [row] = id === null ? [] : await tx.db.select().from(privateText).where(eq(privateText.id, id));
  if (row?.text == null) throw new ServiceError('precondition', 'What was proposed has been erased.', 'erased');
  return row.text;
}

async function perform(tx: Tx, row: Row): Promise<Performed> {
  if (row.kind === 'create-account')
    return makeAccount(tx, { name: await textOf(tx, row.nameId), email: await textOf(tx, row.emailId) });
  if (row.personId === null) throw new Error(`proposal ${row.id} is about nobody`);
  if (row.kind === 'reset-password') return replacePassword(tx, row.personId);
  if (row.kind === 'link-identity' && row.identityId !== null) return tieIdentity(tx, row.personId, row.identityId);
  if (row.role === null || !isRole(row.role)) throw new Error(`proposal ${row.id} names no role`);
  return giveRole(tx, row.personId, row.role, row.proposedBy);
}

const subjectOf = ({ personId }: Row) => (personId === null ? 'people' : `person:${personId}`);

/** Does it. The one-time password, where there is one, is shown to whoever confirms. */
export async function confirmProposal(ctx: Ctx, input: unknown): Promise<{ readonly oneTimePassword: string | null }> {
  const { proposalId } = parse(Decision, input);
  return mutate(ctx, 'people.manage', thing(`proposal:${proposalId}`), async (tx) => {
    requireVouched(ctx);
    const row = await lockOpen(tx, proposalId);
    if (row.proposedBy === ctx.actor.id)
      throw new ServiceError(
        'forbidden',
        'You proposed this: another administrator has to confirm it.',
        'own-proposal',
      );
    if (row.personId === ctx.actor.id)
      throw new ServiceError('forbidden', 'This is about you: another administrator has to confirm it.', 'beneficiary');
    requireStepUp(ctx, tx.now);
    await requireProposerInOffice(tx, row.proposedBy);
    const { oneTimePassword, events } = await perform(tx, row);
    await close(tx, row.id, 'confirmed', ctx.actor.id);
    return changed(
      { oneTimePassword },
      {
        action: 'admin.confirmed',
        subject: subjectOf(row),
        data: { proposal: row.id, kind: row.kind, proposedBy: `person:${row.proposedBy}` },
      },
      ...events,
    );
  });
}

/** Taking back, or refusing: any administrator, at any time. */
export async function cancelProposal(ctx: Ctx, input: unknown): Promise<void> {
  const { proposalId } = parse(Decision, input);
  return mutate(ctx, 'people.manage', thing(`proposal:${proposalId}`), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person does this');
    const row = await lockOpen(tx, proposalId);
    await close(tx, row.id, 'cancelled', ctx.actor.id);
    const data = { proposal: row.id, kind: row.kind };
    return changed(undefined, { action: 'admin.cancelled', subject: subjectOf(row), data });
  });
}

async function close(tx: Tx, id: string, outcome: 'confirmed' | 'cancelled', decidedBy: string): Promise<void> {
  await tx.db.update(adminProposal).set({ outcome, decidedBy, decidedAt: tx.now }).where(eq(adminProposal.id, id));
}
