/**
 * Submitting a use case: the first version, or the next. Versions are immutable; a new one supersedes the old, and
 * approvals that rest on it are void by their content digest (DESIGN.md §2 "Registration").
 */
import { and, count, eq, gt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { approval, review, token } from '#db/schema/gate.ts';
import { person, team } from '#db/schema/people.ts';
import { useCase, useCaseVersion, version } from '#db/schema/register.ts';
import type { Json } from '#domain/canonical/json.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { UseCaseFacts } from '#domain/risk/facts.ts';
import { rankOf, type Tier } from '#domain/risk/tier.ts';
import { gotWorse } from '#domain/risk/use-case-changes.ts';
import { ofTeam } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { refreshTiersOfUseCase } from '../gate/refresh-tiers.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { Slug } from '../slug.ts';
import { endTokens } from '../tokens/end-tokens.ts';
import { changed, mutate, type Tx } from '../transact.ts';
import { standingOn } from './resting.ts';

export const UseCaseSubmission = z.strictObject({
  slug: Slug,
  team: Slug,
  title: z.string().trim().min(1, 'Enter a title').max(200),
  description: z.string().trim().min(1, 'Say what the business approves the model to do').max(10_000),
  facts: UseCaseFacts,
  tags: z.array(Slug).max(20).default([]),
  /** the submitter when absent */
  ownerId: z.uuid().optional(),
});

export interface Submitted {
  readonly slug: string;
  readonly version: number;
  /** given on reviews that rest on it, and void from now on */
  readonly approvals: number;
  /** live tokens that ended, because an answer got worse */
  readonly tokens: number;
}

async function requireActive(tx: Tx, personId: string): Promise<void> {
  const [owner] = await tx.db.select({ disabledAt: person.disabledAt }).from(person).where(eq(person.id, personId));
  if (!owner || owner.disabledAt) throw new ServiceError('invalid', 'The owner is not an active person here', 'owner');
}

const raised = (events: readonly LedgerEvent[]) =>
  events.some(
    (event) =>
      event.action === 'version.tier-changed' && rankOf(event.data.after as Tier) > rankOf(event.data.before as Tier),
  );

/** How many approvals stood on the version that is replaced. */
async function voidedBy(tx: Tx, slug: string): Promise<{ approvals: number }> {
  const [row] = await tx.db
    .select({ approvals: count() })
    .from(approval)
    .innerJoin(review, eq(review.id, approval.reviewId))
    .innerJoin(version, eq(version.id, review.versionId))
    .where(standingOn(slug));
  return { approvals: row?.approvals ?? 0 };
}

/** Live tokens of gated environments end where an answer got worse: what they were given on promised less. */
async function endPromotions(tx: Tx, ctx: Ctx, reason: string, slug: string): Promise<readonly LedgerEvent[]> {
  const kept = await keep(tx, reason);
  const live = and(
    sql`${token.versionId} in (select ${version.id} from ${version} where ${version.useCaseSlug} = ${slug})`,
    gt(token.expiresAt, tx.now),
    ne(token.environment, 'sandbox'),
  );
  return endTokens(tx, ctx, live, kept);
}

export async function submitUseCase(ctx: Ctx, input: unknown): Promise<Submitted> {
  const submission = parse(UseCaseSubmission, input);
  return mutate(ctx, 'use-case.create', ofTeam(submission.team, `use-case:${submission.slug}`), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person submits use cases');
    const ownerId = submission.ownerId ?? ctx.actor.id;
    await requireActive(tx, ownerId);
    const [owning] = await tx.db.select({ id: team.id }).from(team).where(eq(team.slug, submission.team));
    if (!owning) throw new ServiceError('not-found', `There is no team ${submission.team}`);

    await tx.db
      .insert(useCase)
      .values({ id: newId(tx.now), slug: submission.slug, teamId: owning.id, ownerId, createdAt: tx.now })
      .onConflictDoNothing();
    const [row] = await tx.db.select().from(useCase).where(eq(useCase.slug, submission.slug)).for('update');
    if (!row) throw new ServiceError('conflict', 'The use case was changed at the same moment');
    if (row.teamId !== owning.id) {
      throw new ServiceError(
        'conflict',
        `${submission.slug} belongs to another team; choose another name`,
        'use-case-taken',
      );
    }
    const [before] = await tx.db
      .select()
      .from(useCaseVersion)
      .where(and(eq(useCaseVersion.useCaseId, row.id), ne(useCaseVersion.state, 'superseded')));
    // A new version is not a new owner: who owns it approves in its name, so that is an act of its own (hand-over.ts).
    if (submission.ownerId !== undefined && submission.ownerId !== row.ownerId)
      throw new ServiceError('precondition', 'Its owner changes by handing it over, on its page', 'hand-over');
    if (before) await tx.db.update(useCaseVersion).set({ state: 'superseded' }).where(eq(useCaseVersion.id, before.id));
    const number = (before?.number ?? 0) + 1;
    await tx.db.insert(useCaseVersion).values({
      id: newId(tx.now),
      useCaseId: row.id,
      number,
      title: submission.title,
      description: submission.description,
      facts: submission.facts,
      tags: submission.tags,
      state: 'submitted',
      submittedBy: ctx.actor.id,
      submittedAt: tx.now,
    });
    const retiered = await refreshTiersOfUseCase(tx, submission.slug);
    const voids = before ? await voidedBy(tx, submission.slug) : { approvals: 0 };
    const worse = before !== undefined && (gotWorse(before, submission) || raised(retiered));
    const ended = worse
      ? await endPromotions(tx, ctx, `${submission.slug} v${number} asks for more`, submission.slug)
      : [];
    return changed(
      { slug: submission.slug, version: number, ...voids, tokens: ended.length },
      {
        action: 'use-case.submitted',
        subject: `use-case:${submission.slug}`,
        data: {
          version: number,
          facts: submission.facts as unknown as Json,
          tags: submission.tags,
          before: before ? { version: before.number, facts: before.facts as unknown as Json, tags: before.tags } : null,
          ...(before ? { voids: { ...voids, tokens: ended.length } } : {}),
        },
      },
      ...retiered,
      ...ended,
    );
  });
}
