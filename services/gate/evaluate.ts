/** Facts → policies → decision, for whoever wants to know: the gate when it issues, the pages and the CLI when they look. */
import type { Reader } from '#db/read.ts';
import { type Decision, decide } from '#domain/gate/decide.ts';
import type { GateFacts } from '#domain/gate/facts.ts';
import type { Policy } from '#domain/policy/document.ts';
import { ServiceError } from '../errors.ts';
import { policiesFor } from '../policies/load.ts';
import { loadFacts } from './load-facts.ts';

export interface Evaluation {
  readonly facts: GateFacts;
  readonly policies: readonly [Policy, ...Policy[]];
  readonly decision: Decision;
}

/** Throws `not-found` when there is no such version. */
export async function evaluate(
  db: Reader,
  versionId: string,
  environment: string,
  trial: boolean,
  now: Date,
): Promise<Evaluation> {
  const facts = await loadFacts(db, versionId, environment, trial);
  if (!facts) throw new ServiceError('not-found', 'There is no such version', 'not-registered');
  const policies = await policiesFor(db, facts.review?.policyDigest ?? null);
  return { facts, policies, decision: decide(facts, policies, now) };
}
