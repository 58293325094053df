/** Stores a decision so that anybody can make it again: canonical facts, clock, policies and evaluator. */
import { decision as decisionTable } from '#db/schema/gate.ts';
import { type Digest, sha256 } from '#domain/artifact/digest.ts';
import { canonicalJson, type Json } from '#domain/canonical/json.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';
import type { Evaluation } from './evaluate.ts';

export interface Recorded extends Evaluation {
  readonly id: string;
  readonly factsDigest: Digest;
}

export async function recordDecision(tx: Tx, versionId: string, evaluation: Evaluation): Promise<Recorded> {
  const id = newId(tx.now);
  const facts = canonicalJson(evaluation.facts as unknown as Json);
  await tx.db.insert(decisionTable).values({
    id,
    versionId,
    environment: evaluation.facts.environment,
    outcome: evaluation.decision.outcome,
    facts,
    answer: evaluation.decision,
    decidedAt: tx.now,
  });
  return { ...evaluation, id, factsDigest: sha256(facts) };
}
