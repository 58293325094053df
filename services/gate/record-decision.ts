/** What is kept of a decision so that anybody can make it again: canonical facts, clock, policies and evaluator. */
import type { decision } from '#db/schema/gate.ts';
import { type Digest, sha256 } from '#domain/artifact/digest.ts';
import { canonicalJson, type Json } from '#domain/canonical/json.ts';
import { newId } from '../ids.ts';
import type { Evaluation } from './evaluate.ts';

export interface Recorded extends Evaluation {
  readonly id: string;
  readonly factsDigest: Digest;
  readonly row: typeof decision.$inferInsert;
}

/** The row to store; `now` is the clock that was decided with. */
export function recordOf(versionId: string, evaluation: Evaluation, now: Date): Recorded {
  const id = newId(now);
  const facts = canonicalJson(evaluation.facts as unknown as Json);
  const row = {
    id,
    versionId,
    environment: evaluation.facts.environment,
    outcome: evaluation.decision.outcome,
    facts,
    answer: evaluation.decision,
    decidedAt: now,
  };
  return { ...evaluation, id, factsDigest: sha256(facts), row };
}
