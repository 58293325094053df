/** What stands between versions and the environments of today's policy: the gate's answer for each, recorded nowhere. */
import { desc, inArray } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { review } from '#db/schema/gate.ts';
import type { Decision } from '#domain/gate/decide.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';
import { evaluateAll } from '../gate/evaluate.ts';
import { currentPolicy } from '../policies/load.ts';

export interface Standing {
  readonly environment: string;
  readonly outcome: Decision['outcome'];
  /** neither met nor waived */
  readonly open: readonly Requirement[];
  readonly tierReasons: Decision['tierReasons'];
  /** asked for by the manifest or by a review that has not been rejected */
  readonly asked: boolean;
  /** the newest review of it */
  readonly review: { readonly id: string; readonly state: ReviewState } | null;
}

/** By version, the gated environments in the policy's order; at most as many versions as a page shows. */
export async function standings(
  db: Reader,
  versionIds: readonly string[],
  trial: boolean,
  now: Date,
): Promise<ReadonlyMap<string, readonly Standing[]>> {
  if (versionIds.length === 0) return new Map();
  const { document } = await currentPolicy(db);
  const gated = Object.entries(document.environments).flatMap(([name, { gated: is }]) => (is ? [name] : []));
  const questions = versionIds.flatMap((versionId) => gated.map((environment) => ({ versionId, environment })));
  const evaluations = await evaluateAll(db, questions, trial, now);
  const reviews = await db
    .selectDistinctOn([review.versionId, review.environment], {
      id: review.id,
      versionId: review.versionId,
      environment: review.environment,
      state: review.state,
    })
    .from(review)
    .where(inArray(review.versionId, [...versionIds]))
    .orderBy(review.versionId, review.environment, desc(review.requestedAt), desc(review.id));
  const found = new Map<string, Standing[]>(versionIds.map((id) => [id, []]));
  for (const [index, { versionId, environment }] of questions.entries()) {
    const evaluation = evaluations[index];
    if (!evaluation) continue;
    const { facts, decision } = evaluation;
    const newest = reviews.find((row) => row.versionId === versionId && row.environment === environment);
    found.get(versionId)?.push({
      environment,
      outcome: decision.outcome,
      open: decision.requirements.filter(({ status }) => status === 'unmet' || status === 'unknown'),
      tierReasons: decision.tierReasons,
      asked: facts.manifest.environments.includes(environment) || (newest !== undefined && newest.state !== 'rejected'),
      review: newest ? { id: newest.id, state: newest.state } : null,
    });
  }
  return found;
}
