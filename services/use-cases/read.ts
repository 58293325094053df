/** One use case with its versions, and why the person reading cannot decide on it. */

import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { person, privateText, team, teamMember } from '#db/schema/people.ts';
import { useCase, useCaseVersion } from '#db/schema/register.ts';
import { hasRole } from '#domain/access/actor.ts';
import { may } from '#domain/access/may.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import { type UseCaseChange, type UseCaseContent, useCaseChanges } from '#domain/risk/use-case-changes.ts';
import { thing } from '../access/subjects.ts';
import { ofUseCase } from '../access/use-case-subject.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';
import { useCaseRefusal } from './decide.ts';

export interface UseCaseVersionView {
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly facts: UseCaseFacts;
  readonly tags: readonly string[];
  readonly state: 'submitted' | 'approved' | 'rejected' | 'superseded';
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly comment: string | null;
  /** from the version before it; null for the first, and for the oldest that is shown */
  readonly changes: readonly UseCaseChange[] | null;
}

export interface UseCaseView {
  readonly slug: string;
  readonly team: string;
  readonly owner: { readonly id: string; readonly name: string; readonly leftAt: Date | null };
  /** active members of the team, to whom it can be handed over */
  readonly members: readonly { readonly id: string; readonly name: string }[];
  /** why you cannot hand it over; null when you can */
  readonly handOverRefusal: string | null;
  /** newest first, at most 50 */
  readonly versions: readonly UseCaseVersionView[];
  /** may submit the next version */
  readonly mayEdit: boolean;
  /** why you cannot approve or reject the newest version; null when you can */
  readonly refusal: string | null;
}

function changesFrom(before: UseCaseContent | undefined, after: UseCaseContent): readonly UseCaseChange[] | null {
  return before ? useCaseChanges(before, after) : null;
}

export async function readUseCase(ctx: Ctx, slug: string): Promise<UseCaseView> {
  return query(ctx, 'register.read', thing(`use-case:${slug}`), async (db) => {
    const [row] = await db
      .select({
        id: useCase.id,
        slug: useCase.slug,
        teamId: useCase.teamId,
        team: team.slug,
        ownerId: useCase.ownerId,
        ownerName: privateText.text,
        ownerLeftAt: person.disabledAt,
      })
      .from(useCase)
      .innerJoin(team, eq(team.id, useCase.teamId))
      .innerJoin(person, eq(person.id, useCase.ownerId))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .where(eq(useCase.slug, slug));
    if (!row) throw new ServiceError('not-found', `There is no use case ${slug}`);
    const submitter = alias(person, 'submitter');
    const submitterName = alias(privateText, 'submitter_name');
    const decider = alias(person, 'decider');
    const deciderName = alias(privateText, 'decider_name');
    const comment = alias(privateText, 'comment');
    const versions = await db
      .select({
        version: useCaseVersion,
        submitter: submitterName.text,
        decider: deciderName.text,
        comment: comment.text,
      })
      .from(useCaseVersion)
      .innerJoin(submitter, eq(submitter.id, useCaseVersion.submittedBy))
      .innerJoin(submitterName, eq(submitterName.id, submitter.nameId))
      .leftJoin(decider, eq(decider.id, useCaseVersion.decidedBy))
      .leftJoin(deciderName, eq(deciderName.id, decider.nameId))
      .leftJoin(comment, eq(comment.id, useCaseVersion.commentId))
      .where(eq(useCaseVersion.useCaseId, row.id))
      .orderBy(desc(useCaseVersion.number))
      .limit(50);
    const newest = versions[0]?.version;
    const { actor } = ctx;
    const refusal =
      actor.kind !== 'person' || !newest
        ? 'Only a signed-in person decides'
        : newest.state !== 'submitted'
          ? `Version ${newest.number} is ${newest.state}`
          : !hasRole(actor, 'risk-reviewer')
            ? 'A risk reviewer decides on use cases'
            : await useCaseRefusal(db, actor, {
                ...row,
                submittedBy: newest.submittedBy,
                submittedAt: newest.submittedAt,
              });
    const members = await db
      .select({ id: person.id, name: privateText.text })
      .from(teamMember)
      .innerJoin(person, eq(person.id, teamMember.personId))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .where(and(eq(teamMember.teamId, row.teamId), isNull(teamMember.until), isNull(person.disabledAt)))
      .orderBy(asc(privateText.text))
      .limit(200);
    const permission = may(actor, 'use-case.hand-over', await ofUseCase(slug).relations(db, actor));
    return {
      slug: row.slug,
      team: row.team,
      owner: { id: row.ownerId, name: row.ownerName ?? 'Erased person', leftAt: row.ownerLeftAt },
      members: members.map(({ id, name }) => ({ id, name: name ?? 'Erased person' })),
      handOverRefusal: permission.allowed ? null : permission.reason,
      versions: versions.map((entry, index) => ({
        number: entry.version.number,
        title: entry.version.title,
        description: entry.version.description,
        facts: entry.version.facts,
        tags: entry.version.tags,
        state: entry.version.state,
        submittedBy: entry.submitter ?? 'Erased person',
        submittedAt: entry.version.submittedAt,
        decidedBy: entry.decider,
        decidedAt: entry.version.decidedAt,
        comment: entry.comment,
        changes: changesFrom(versions[index + 1]?.version, entry.version),
      })),
      mayEdit: actor.kind === 'person' && actor.teams.includes(row.team),
      refusal,
    };
  });
}
