/**
 * What the server says when it says no. Which of these is a verdict (exit 1) is for each verb to know; all others, being
 * nobody known (401) or nobody entitled (403) among them, decide nothing and are exit 4.
 */
import type { z } from 'zod';
import { ProblemBody } from '#domain/wire/problem.ts';
import { type Client, parseReply, type Reply } from '../http.ts';
import { UndecidedError } from '../io.ts';

/** The problem in a reply, or null where it is none of this shape, or contradicts its own status. */
export function readProblem<S extends z.ZodType<ProblemBody>>(
  client: Client,
  reply: Reply,
  schema: S,
): z.infer<S> | null {
  if (reply.type !== 'application/problem+json') return null;
  const parsed = schema.safeParse(parseReply(client, reply.text));
  return parsed.success && parsed.data.status === reply.status ? parsed.data : null;
}

const ADVICE: Readonly<Record<number, string>> = {
  401: 'The pipeline key is missing, wrong or has ended: look at COUNTERSIGN_TOKEN',
  429: 'Try again later',
};

/** A reply that decides nothing, as the error that says why. */
export function undecided(client: Client, reply: Reply): UndecidedError {
  const problem = readProblem(client, reply, ProblemBody);
  const advice = ADVICE[reply.status];
  const said = problem ? `${problem.detail} (${reply.status} ${problem.code})` : `it answered ${reply.status}`;
  return new UndecidedError(`${client.origin}: ${said}${advice ? `. ${advice}` : ''}`);
}
