/** What leaves name by id, looked up for a whole batch at once: reviews, use cases, tokens, models' teams. */
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { exemption } from '#db/schema/exemptions.ts';
import { approval, review, reviewEntry, token } from '#db/schema/gate.ts';
import { person, pipelineKey, team, teamMember } from '#db/schema/people.ts';
import { model, useCase, useCaseVersion, version } from '#db/schema/register.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';

/** Nobody is told of more than this many people's business at once; beyond it a list is what people look at. */
const MAX_MEMBERS = 500;

export interface ReviewSubject {
  readonly id: string;
  readonly versionId: string;
  readonly environment: string;
  readonly ref: string;
  readonly state: ReviewState;
  /** the person who asked, or who made the pipeline's key that did */
  readonly requesterId: string | null;
  readonly accountableId: string | null;
}

/** `person:<id>` or the maker of `pipeline:<id>`, as a column. */
const requester = sql<string | null>`case
  when ${review.requestedBy} like 'person:%' then substr(${review.requestedBy}, 8)
  else (select k.maker_id::text from ${pipelineKey} k where 'pipeline:' || k.id = ${review.requestedBy}) end`;

const ref = sql<string>`${model.namespace} || '/' || ${model.name} || '@' || ${version.version}`;

/** The columns and joins that every question about reviews starts from. */
export function reviewSubjects(db: Reader) {
  return db
    .select({
      id: review.id,
      versionId: review.versionId,
      environment: review.environment,
      state: review.state,
      ref,
      requesterId: requester,
      accountableId: team.accountableId,
    })
    .from(review)
    .innerJoin(version, eq(version.id, review.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(team, eq(team.id, model.teamId));
}

export async function reviewsById(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, ReviewSubject>> {
  if (ids.length === 0) return new Map();
  const rows = await reviewSubjects(db).where(inArray(review.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Whoever gave a verdict or said something, by review. A bystander who comments once is told of what follows. */
export async function participantsByReview(
  db: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const wanted = [...new Set(ids)];
  const verdicts = await db
    .selectDistinct({ review: approval.reviewId, personId: approval.personId })
    .from(approval)
    .where(inArray(approval.reviewId, wanted));
  const said = await db
    .selectDistinct({ review: reviewEntry.reviewId, actor: reviewEntry.actor })
    .from(reviewEntry)
    .where(and(inArray(reviewEntry.reviewId, wanted), eq(reviewEntry.kind, 'comment')));
  const found = new Map<string, string[]>(wanted.map((id) => [id, []]));
  for (const { review: id, personId } of verdicts) found.get(id)?.push(personId);
  for (const { review: id, actor } of said)
    if (actor.startsWith('person:')) found.get(id)?.push(actor.slice('person:'.length));
  return found;
}

export interface UseCaseSubject {
  readonly teamId: string;
  readonly ownerId: string;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly state: string;
}

/** By `slug/number`. */
export async function useCasesBySlug(
  db: Reader,
  slugs: readonly string[],
): Promise<ReadonlyMap<string, UseCaseSubject>> {
  if (slugs.length === 0) return new Map();
  const rows = await db
    .select({
      slug: useCase.slug,
      number: useCaseVersion.number,
      teamId: useCase.teamId,
      ownerId: useCase.ownerId,
      submittedBy: useCaseVersion.submittedBy,
      submittedAt: useCaseVersion.submittedAt,
      state: useCaseVersion.state,
    })
    .from(useCase)
    .innerJoin(useCaseVersion, eq(useCaseVersion.useCaseId, useCase.id))
    .where(inArray(useCase.slug, [...new Set(slugs)]));
  return new Map(rows.map((row) => [`${row.slug}/${row.number}`, row]));
}

export interface TokenSubject {
  readonly ref: string;
  readonly accountableId: string | null;
  readonly useCaseOwnerId: string | null;
}

export async function tokensById(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, TokenSubject>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ jti: token.jti, ref, accountableId: team.accountableId, useCaseOwnerId: useCase.ownerId })
    .from(token)
    .innerJoin(version, eq(version.id, token.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(team, eq(team.id, model.teamId))
    .leftJoin(useCase, eq(useCase.slug, version.useCaseSlug))
    .where(inArray(token.jti, [...ids]));
  return new Map(rows.map((row) => [row.jti, row]));
}

export interface ExemptionSubject {
  readonly id: string;
  readonly versionId: string;
  readonly environment: string;
  readonly requirement: string;
  readonly state: 'requested' | 'granted' | 'refused' | 'withdrawn';
  readonly ref: string;
  readonly requestedBy: string;
  readonly accountableId: string | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
}

/** The columns and joins that every question about exemptions starts from. */
export function exemptionSubjects(db: Reader) {
  return db
    .select({
      id: exemption.id,
      versionId: exemption.versionId,
      environment: exemption.environment,
      requirement: exemption.requirement,
      state: exemption.state,
      ref,
      requestedBy: exemption.requestedBy,
      accountableId: team.accountableId,
      startsAt: exemption.startsAt,
      endsAt: exemption.endsAt,
    })
    .from(exemption)
    .innerJoin(version, eq(version.id, exemption.versionId))
    .innerJoin(model, eq(model.id, version.modelId))
    .innerJoin(team, eq(team.id, model.teamId));
}

export async function exemptionsById(
  db: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExemptionSubject>> {
  if (ids.length === 0) return new Map();
  const rows = await exemptionSubjects(db).where(inArray(exemption.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The members of the teams that own these versions, by model. */
export async function membersByModel(
  db: Reader,
  refs: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const models = [...new Set(refs.flatMap((text) => parseVersionRef(text)?.model ?? []))];
  if (models.length === 0) return new Map();
  const rows = await db
    .select({ namespace: model.namespace, name: model.name, personId: teamMember.personId })
    .from(model)
    .innerJoin(teamMember, and(eq(teamMember.teamId, model.teamId), isNull(teamMember.until)))
    .innerJoin(person, and(eq(person.id, teamMember.personId), isNull(person.disabledAt)))
    .where(
      or(
        ...models.map((full) => {
          const [namespace = '', name = ''] = full.split('/');
          return and(eq(model.namespace, namespace), eq(model.name, name));
        }),
      ),
    )
    .limit(MAX_MEMBERS * models.length);
  return grouped(rows);
}

function grouped(rows: readonly { namespace: string; name: string; personId: string }[]) {
  const members = new Map<string, string[]>();
  for (const { namespace, name, personId } of rows) {
    const key = `${namespace}/${name}`;
    const known = members.get(key) ?? [];
    if (known.length === 0) members.set(key, known);
    if (known.length < MAX_MEMBERS) known.push(personId);
  }
  return members;
}
