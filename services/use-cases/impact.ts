/**
 * What rests on a use case, before somebody changes it: versions, reviews, approvals that would become void, live tokens;
 * and for the newest of its versions what their tier rests on, so that the form can compute it for other answers.
 */
import { and, asc, count, desc, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { approval, review, token } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import type { TierInput } from '#domain/risk/compute-tier.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { loadTierInputs } from '../gate/tier-inputs.ts';
import { query } from '../transact.ts';
import { validOf, voidOf } from './resting.ts';

/** Named with their tiers; of the rest there is a number. */
const SHOWN = 25;

export interface UseCaseImpact {
  /** in use */
  readonly versions: number;
  readonly reviews: { readonly open: number; readonly approved: number };
  /** given, and void once a new version is submitted */
  readonly approvals: number;
  /** of gated environments, alive now */
  readonly tokens: readonly { readonly environment: string; readonly count: number }[];
  /** the newest versions, with what their tier rests on besides the use case's own answers and tags */
  readonly first: readonly {
    readonly model: string;
    readonly version: string;
    readonly tier: Tier;
    readonly input: Omit<TierInput, 'facts'>;
  }[];
}

async function firstVersions(db: Reader, slug: string): Promise<UseCaseImpact['first']> {
  const rows = await db
    .select({
      id: version.id,
      model: sql<string>`${model.namespace} || '/' || ${model.name}`,
      version: version.version,
      tier: version.tier,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(and(eq(version.useCaseSlug, slug), eq(version.state, 'active')))
    .orderBy(desc(version.registeredAt), desc(version.id))
    .limit(SHOWN);
  const inputs = await loadTierInputs(
    db,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, ...row }) => {
    const stored = inputs.get(id);
    if (!stored) return [];
    const { facts: _, tags, ...rest } = stored.input;
    return [{ ...row, input: { ...rest, tags: tags.filter(({ on }) => on !== 'The use case') } }];
  });
}

export async function useCaseImpact(ctx: Ctx, slug: string): Promise<UseCaseImpact> {
  return query(ctx, 'register.read', thing(`use-case:${slug}`), async (db, now) => {
    const resting = and(eq(version.useCaseSlug, slug), eq(version.state, 'active'));
    const reviews = await db
      .select({ state: review.state, count: count() })
      .from(review)
      .innerJoin(version, eq(version.id, review.versionId))
      .where(and(resting, inArray(review.state, ['open', 'changes-requested', 'approved'])))
      .groupBy(review.state);
    const of = (...states: string[]) =>
      reviews.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.count, 0);
    const [given] = await db
      .select({ count: count() })
      .from(approval)
      .innerJoin(review, eq(review.id, approval.reviewId))
      .innerJoin(version, eq(version.id, review.versionId))
      .where(validOf(slug));
    const tokens = await db
      .select({ environment: token.environment, count: count() })
      .from(token)
      .innerJoin(version, eq(version.id, token.versionId))
      .where(and(resting, isNull(token.revokedAt), gt(token.expiresAt, now), ne(token.environment, 'sandbox')))
      .groupBy(token.environment)
      .orderBy(asc(token.environment));
    return {
      versions: await db.$count(version, resting),
      reviews: { open: of('open', 'changes-requested'), approved: of('approved') },
      approvals: given?.count ?? 0,
      tokens,
      first: await firstVersions(db, slug),
    };
  });
}

export interface VoidedReview {
  readonly id: string;
  readonly ref: string;
  readonly environment: string;
  /** approvals of it that count no more because the use case changed */
  readonly approvals: number;
}

/** Reviews whose approvals the newest version of the use case made void, and which were not given again. */
export async function voidedByUseCase(
  ctx: Ctx,
  slug: string,
): Promise<{ readonly approvals: number; readonly first: readonly VoidedReview[] }> {
  return query(ctx, 'register.read', thing(`use-case:${slug}`), async (db) => {
    const first = await db
      .select({
        id: review.id,
        ref: sql<string>`${model.namespace} || '/' || ${model.name} || '@' || ${version.version}`,
        environment: review.environment,
        approvals: count(),
      })
      .from(approval)
      .innerJoin(review, eq(review.id, approval.reviewId))
      .innerJoin(version, eq(version.id, review.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .where(voidOf(slug))
      .groupBy(review.id, model.namespace, model.name, version.version)
      .orderBy(desc(review.updatedAt), desc(review.id))
      .limit(SHOWN);
    const [total] = await db
      .select({ count: count() })
      .from(approval)
      .innerJoin(review, eq(review.id, approval.reviewId))
      .innerJoin(version, eq(version.id, review.versionId))
      .where(voidOf(slug));
    return { approvals: total?.count ?? 0, first };
  });
}
