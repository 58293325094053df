/** What waits for a second administrator, oldest first, and whether it could be the one who looks. */
import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { adminProposal, person, privateText } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface ProposalRow {
  readonly id: string;
  readonly kind: 'grant-role' | 'create-account' | 'reset-password' | 'link-identity';
  readonly role: string | null;
  /** whom it is about, or the account that would be made */
  readonly name: string;
  readonly email: string | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  /** why the one who looks cannot confirm it; null when they can */
  readonly refusal: string | null;
}

const target = alias(person, 'target');
const targetName = alias(privateText, 'target_name');
const newName = alias(privateText, 'new_name');
const newEmail = alias(privateText, 'new_email');
const proposer = alias(person, 'proposer');
const proposerName = alias(privateText, 'proposer_name');

export async function listProposals(ctx: Ctx, request: PageRequest = {}): Promise<Page<ProposalRow>> {
  return query(ctx, 'people.manage', thing('people'), async (db, now) => {
    const { limit, after } = pageOf(request, 1);
    const { actor } = ctx;
    const rows = await db
      .select({
        id: adminProposal.id,
        kind: adminProposal.kind,
        role: adminProposal.role,
        personId: adminProposal.personId,
        name: sql<string | null>`coalesce(${targetName.text}, ${newName.text})`,
        email: sql<string | null>`coalesce(${target.emailKey}, ${newEmail.text})`,
        proposedById: adminProposal.proposedBy,
        proposedBy: proposerName.text,
        proposedAt: adminProposal.proposedAt,
        expiresAt: adminProposal.expiresAt,
      })
      .from(adminProposal)
      .innerJoin(proposer, eq(proposer.id, adminProposal.proposedBy))
      .innerJoin(proposerName, eq(proposerName.id, proposer.nameId))
      .leftJoin(target, eq(target.id, adminProposal.personId))
      .leftJoin(targetName, eq(targetName.id, target.nameId))
      .leftJoin(newName, eq(newName.id, adminProposal.nameId))
      .leftJoin(newEmail, eq(newEmail.id, adminProposal.emailId))
      .where(
        and(
          isNull(adminProposal.outcome),
          gt(adminProposal.expiresAt, now),
          after ? sql`${adminProposal.id} > ${after[0]}::uuid` : undefined,
        ),
      )
      .orderBy(asc(adminProposal.id))
      .limit(limit + 1);
    const refusalFor = (proposedById: string, personId: string | null): string | null => {
      if (actor.kind !== 'person' || actor.session.method !== 'oidc') return 'Sign in through the provider to confirm';
      if (proposedById === actor.id) return 'You proposed it; another administrator confirms';
      return personId === actor.id ? 'It is about you; another administrator confirms' : null;
    };
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ personId, proposedById, ...row }) => ({
        ...row,
        name: row.name ?? 'Erased person',
        proposedBy: row.proposedBy ?? 'Erased person',
        refusal: refusalFor(proposedById, personId),
      })),
      next: rows.length > limit && last ? [last.id] : null,
    };
  });
}
