/** Versions on their way through the gate: registered, asked about, approved. */
import type { Actor, Person } from '#domain/access/actor.ts';
import { sha256 } from '#domain/artifact/digest.ts';
import { treeDigest } from '#domain/artifact/tree.ts';
import type { Ctx } from '../context.ts';
import { retryOf } from '../idempotency.ts';
import { type PromotionAnswer, requestPromotion } from '../promotions/request.ts';
import { type Decided, decideReview } from '../reviews/decide.ts';
import { readReview } from '../reviews/read.ts';
import { registerVersion } from '../versions/register.ts';
import type { Deployment } from './deployment.ts';

export interface Wanted {
  readonly model?: string;
  readonly version: string;
  readonly useCase?: string;
  readonly classification?: readonly string[];
  readonly description?: string;
  /** what the one file holds; other text is another digest */
  readonly content?: string;
  readonly committers?: readonly string[];
}

/** The body of a registration of a model of one file. */
export function registration(wanted: Wanted) {
  const { model = 'credit/scorer', version, useCase = 'search', classification = ['internal'] } = wanted;
  const content = wanted.content ?? `${model}@${version}`;
  const files = [{ path: 'model.bin', size: content.length, sha256: sha256(content).slice('sha256:'.length) }];
  return {
    manifest: {
      apiVersion: 'countersign/v1',
      model,
      version,
      owner: 'team:credit',
      description: wanted.description ?? 'For tests',
      useCase,
      classification: [...classification],
      license: 'apache-2.0',
      source: { repository: 'https://git.test/credit/scorer', commit: 'a'.repeat(40) },
      artifact: { path: './model' },
      data: { none: 'rules only' },
      lineage: 'from-scratch',
    },
    digest: treeDigest(files),
    files,
    ...(wanted.committers ? { committers: [...wanted.committers] } : {}),
  };
}

export async function register(deployment: Deployment, actor: Actor, wanted: Wanted): Promise<void> {
  await registerVersion(deployment.as(actor), registration(wanted));
}

export function ask(
  deployment: Deployment,
  actor: Actor,
  version: string,
  { model = 'credit/scorer', environment = 'staging', key = null as string | null } = {},
): Promise<PromotionAnswer> {
  const request = { model, version, environment };
  return requestPromotion(withKey(deployment.as(actor), key, request), request);
}

/** The context of a POST with an Idempotency-Key. */
export function withKey(ctx: Ctx, key: string | null, body: object): Ctx {
  if (key === null) return ctx;
  return { ...ctx, retry: retryOf('POST /api/v1/promotions', key, '', Buffer.from(JSON.stringify(body))) };
}

/** The digest that the review's page shows now. */
export async function shownDigest(deployment: Deployment, person: Person, reviewId: string): Promise<string> {
  return (await readReview(deployment.as(person), reviewId)).contentDigest;
}

export async function approve(
  deployment: Deployment,
  person: Person,
  reviewId: string,
  contentDigest?: string,
): Promise<Decided> {
  const digest = contentDigest ?? (await shownDigest(deployment, person, reviewId));
  return decideReview(deployment.as(person), { reviewId, verdict: 'approve', contentDigest: digest });
}

export interface Approved {
  readonly version: string;
  readonly reviewId: string;
  readonly contentDigest: string;
}

/** Registered by `actor`, asked for, and approved by these people: the next request is allowed. */
export async function approvedVersion(
  deployment: Deployment,
  actor: Actor,
  approvers: readonly Person[],
  wanted: Wanted,
  environment = 'staging',
): Promise<Approved> {
  await register(deployment, actor, wanted);
  const { reviewId } = await ask(deployment, actor, wanted.version, {
    environment,
    ...(wanted.model === undefined ? {} : { model: wanted.model }),
  });
  if (reviewId === null) throw new Error('no review was opened');
  const first = approvers[0];
  const contentDigest = first ? await shownDigest(deployment, first, reviewId) : '';
  for (const person of approvers) await approve(deployment, person, reviewId, contentDigest);
  return { version: wanted.version, reviewId, contentDigest };
}
