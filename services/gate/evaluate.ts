/** Facts → policies → decision, for whoever wants to know: the gate when it issues, the pages and the CLI when they look. */
import type { GateQuestion } from '#db/queries/gate-facts.ts';
import type { Reader } from '#db/read.ts';
import { type Decision, decide } from '#domain/gate/decide.ts';
import type { GateFacts } from '#domain/gate/facts.ts';
import type { Policy } from '#domain/policy/document.ts';
import { ServiceError } from '../errors.ts';
import { policyByDigest } from '../policies/load.ts';
import { type LoadedFacts, loadFacts } from './load-facts.ts';

export interface Evaluation {
  readonly facts: GateFacts;
  /** at submission, and the one in force when it is another */
  readonly policies: readonly [Policy, ...Policy[]];
  readonly decision: Decision;
}

/** Decides on facts that have been read. Throws `not-found` where there are none. */
export async function judge(db: Reader, loaded: LoadedFacts | null, now: Date): Promise<Evaluation> {
  if (!loaded) throw new ServiceError('not-found', 'There is no such version', 'not-registered');
  const { facts, currentPolicy } = loaded;
  if (currentPolicy === null) throw new ServiceError('unavailable', 'No policy has been installed', 'policy-missing');
  const submission = facts.review?.policyDigest ?? currentPolicy;
  const current = await policyByDigest(db, currentPolicy);
  const policies =
    submission === currentPolicy ? ([current] as const) : ([await policyByDigest(db, submission), current] as const);
  return { facts, policies, decision: decide(facts, policies, now) };
}

/** One evaluation a question, in its order, from one read. Throws `not-found` when a version is not there. */
export async function evaluateAll(
  db: Reader,
  questions: readonly GateQuestion[],
  trial: boolean,
  now: Date,
): Promise<Evaluation[]> {
  if (questions.length === 0) return [];
  const loaded = await loadFacts(db, questions, trial);
  return Promise.all(loaded.map((one) => judge(db, one, now)));
}

/** Throws `not-found` when there is no such version. */
export async function evaluate(
  db: Reader,
  versionId: string,
  environment: string,
  trial: boolean,
  now: Date,
): Promise<Evaluation> {
  const [loaded = null] = await loadFacts(db, [{ versionId, environment }], trial);
  return judge(db, loaded, now);
}
