/**
 * Asking the gate, and waiting for people. A run has one Idempotency-Key, so that however often it has to ask, it is
 * given one token at the most (THREATS.md P3); the gate never replays an answer that was not yes.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { GateDenied, ProblemBody } from '#domain/wire/problem.ts';
import { type DecisionBody, PromotionAllowed, PromotionPending, PromotionStanding } from '#domain/wire/promotion.ts';
import { type Client, NoAnswerError } from '../http.ts';
import { UndecidedError } from '../io.ts';
import { ask, readBody } from '../server/ask.ts';
import { readProblem, undecided } from '../server/problem.ts';
import type { PromoteOptions } from './options.ts';
import { checkToken } from './token.ts';

interface Judged {
  readonly id: string;
  readonly decision: DecisionBody;
  readonly review: { readonly id: string; readonly url: string } | null;
  /** changes were requested on this very content */
  readonly sentBack?: boolean | undefined;
}

export type GateAnswer =
  | ({ readonly outcome: 'allow' } & PromotionAllowed)
  | ({ readonly outcome: 'pending' | 'deny' } & Judged)
  /** the register has no such version */
  | { readonly outcome: 'unknown-version'; readonly message: string };

type Asked = Pick<PromoteOptions, 'ref' | 'env'>;

/** A decision about something else is no answer, whatever it says. */
function about<T extends Judged | PromotionAllowed>(
  client: Client,
  { ref, env }: Asked,
  outcome: string,
  answer: T,
): T {
  const { decision } = answer;
  if (decision.ref !== ref.ref || decision.environment !== env || decision.outcome !== outcome) {
    throw new UndecidedError(`${client.origin} answered with the decision on something else`);
  }
  return answer;
}

async function askOnce(client: Client, asked: Asked, key: string): Promise<GateAnswer> {
  const reply = await ask(client, '/api/v1/promotions', {
    method: 'POST',
    headers: { 'idempotency-key': key },
    body: { model: asked.ref.model, version: asked.ref.version, environment: asked.env },
  });
  if (reply.status === 200) {
    const allowed = about(client, asked, 'allow', readBody(client, reply, PromotionAllowed));
    const fault = checkToken(allowed, asked);
    if (fault) throw new UndecidedError(`${client.origin} answered with ${fault}`);
    return allowed;
  }
  if (reply.status === 202) return about(client, asked, 'pending', readBody(client, reply, PromotionPending));
  if (reply.status === 403) {
    const denied = readProblem(client, reply, GateDenied);
    if (denied) return { ...about(client, asked, 'deny', denied), outcome: 'deny' };
  }
  if (reply.status === 404) {
    const problem = readProblem(client, reply, ProblemBody);
    if (problem?.code === 'not-registered') return { outcome: 'unknown-version', message: problem.detail };
  }
  throw undecided(client, reply);
}

/** The server answers sooner when something changes; a server that always answers at once is not asked more often. */
const POLL_MS = 30_000;
const PACE_MS = 1_000;

/** What the gate would answer now; null when nobody answers, as while a server restarts. */
async function follow(client: Client, asked: Asked, id: string, waitMs: number): Promise<PromotionStanding | null> {
  const pace = sleep(Math.min(PACE_MS, waitMs));
  try {
    const reply = await ask(client, `/api/v1/promotions/${encodeURIComponent(id)}?wait=${Math.ceil(waitMs / 1_000)}s`, {
      timeoutMs: waitMs + client.timeoutMs,
    });
    if (reply.status !== 200) throw undecided(client, reply);
    const standing = readBody(client, reply, PromotionStanding);
    return about(client, asked, standing.outcome, standing);
  } catch (error) {
    if (error instanceof NoAnswerError) return null;
    throw error;
  } finally {
    await pace;
  }
}

/**
 * The gate's answer; while approvals are missing and time is left, the next one. `onPending` hears of every pending
 * answer, the first included. Throws UndecidedError when there is no answer to rely on, at the end of the time too.
 */
export async function askGate(
  client: Client,
  asked: Asked & Pick<PromoteOptions, 'waitMs'>,
  onPending: (answer: Judged) => void,
): Promise<GateAnswer> {
  const key = randomUUID();
  const deadline = performance.now() + asked.waitMs;
  let answer = await askOnce(client, asked, key);
  let heard = true;
  while (answer.outcome === 'pending') {
    if (heard) onPending(answer);
    const left = deadline - performance.now();
    if (left <= 0) {
      if (heard) return answer;
      throw new NoAnswerError(`${client.origin} stopped answering while its decision was waited for`);
    }
    const standing = await follow(client, asked, answer.id, Math.min(POLL_MS, left));
    heard = standing !== null;
    if (standing?.outcome === 'allow') answer = await askOnce(client, asked, key);
    else if (standing) answer = { ...standing, outcome: standing.outcome };
  }
  return answer;
}
