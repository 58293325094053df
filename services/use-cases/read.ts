/** One use case with its versions, and why the person reading cannot decide on it. */

import { desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { person, privateText, team } from '#db/schema/people.ts';
import { useCase, useCaseVersion } from '#db/schema/register.ts';
import { hasRole } from '#domain/access/actor.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import { thing } from '../access/subjects.ts';
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
}

export interface UseCaseView {
  readonly slug: string;
  readonly team: string;
  readonly owner: { readonly id: string; readonly name: string };
  /** newest first, at most 50 */
  readonly versions: readonly UseCaseVersionView[];
  /** may submit the next version */
  readonly mayEdit: boolean;
  /** why you cannot approve or reject the newest version; null when you can */
  readonly refusal: string | null;
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
    return {
      slug: row.slug,
      team: row.team,
      owner: { id: row.ownerId, name: row.ownerName ?? 'Erased person' },
      versions: versions.map((entry) => ({
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
      })),
      mayEdit: actor.kind === 'person' && actor.teams.includes(row.team),
      refusal,
    };
  });
}
