/**
 * Asking the gate as a pipeline: signed in, and asked again when nobody answered. Every call made this way is safe to
 * repeat (THREATS.md P3): reads, writes that change nothing the second time, or one with an Idempotency-Key.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { ProblemBody } from '#domain/wire/problem.ts';
import { type Client, NoAnswerError, openClient, parseReply, type Reply, type RequestOptions } from '../http.ts';
import { type Io, printJson, UndecidedError } from '../io.ts';
import { usage } from '../options.ts';
import { readProblem } from './problem.ts';

/** Before the second and the third attempt. */
const PAUSES_MS = [250, 1_000];

/** What a server says while it starts, stops or is busy; and when two did the same at once, as a retry may. */
function isPassing(client: Client, reply: Reply): boolean {
  if (reply.status === 409) return readProblem(client, reply, ProblemBody)?.code === 'lost-race';
  return reply.status >= 502 && reply.status <= 504;
}

/** The server that `--server` or COUNTERSIGN_URL names. */
export function connect(io: Io, verb: string, given: string | undefined): Client {
  const url = given ?? io.env.COUNTERSIGN_URL;
  if (!url) throw usage(verb, 'Which server? Give --server URL or set COUNTERSIGN_URL');
  return openClient(io, url);
}

/** The reply, whatever its status. All attempts together take no longer than one may. */
export async function ask(client: Client, path: string, options: RequestOptions = {}): Promise<Reply> {
  const deadline = performance.now() + (options.timeoutMs ?? client.timeoutMs);
  for (let attempt = 0; ; attempt++) {
    const pause = PAUSES_MS[attempt];
    const isLast = () => pause === undefined || performance.now() + pause >= deadline;
    try {
      const timeoutMs = Math.max(1, Math.ceil(deadline - performance.now()));
      const reply = await client.request(path, { ...options, authenticated: true, timeoutMs });
      if (!isPassing(client, reply) || isLast()) return reply;
    } catch (error) {
      if (!(error instanceof NoAnswerError) || isLast()) throw error;
    }
    await sleep(pause);
  }
}

/** The body of a reply of one of these statuses, in the shape that was agreed. Throws UndecidedError on anything else. */
export function readBody<S extends z.ZodType>(client: Client, reply: Reply, schema: S): z.infer<S> {
  const parsed = reply.type === 'application/json' ? schema.safeParse(parseReply(client, reply.text)) : null;
  if (!parsed?.success) {
    throw new UndecidedError(`${client.origin} answered ${reply.status} with something else than was agreed`);
  }
  return parsed.data;
}

/** With `--json` there is a JSON object in every case that was not a mistake of usage. */
export async function answering<T>(io: Io, json: boolean | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (json && error instanceof UndecidedError) printJson(io, { verdict: 'undecided', message: error.message });
    throw error;
  }
}
