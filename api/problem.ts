/**
 * Errors as RFC 9457 problems (CONTRACT.md §4): a stable `type` and `code`, and JSON pointers where the input is at fault.
 * What nobody foresaw is logged with its cause and shown as an id: no stack, no SQL, no path leaves the process.
 */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type InputProblem, isServiceError, type ServiceErrorCode } from '#services/errors.ts';
import type { Env } from './environment.ts';

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string().describe('id of the request, as in the log'),
    errors: z
      .array(
        z.object({
          pointer: z.string(),
          message: z.string(),
          code: z.string().optional(),
          line: z.int().optional(),
          column: z.int().optional(),
        }),
      )
      .optional(),
  })
  .openapi('Problem');

interface Kind {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly title: string;
}

const KINDS: Readonly<Record<ServiceErrorCode, Kind>> = {
  unauthenticated: { status: 401, title: 'Sign in, or send a pipeline key' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  invalid: { status: 422, title: 'The input has problems' },
  precondition: { status: 412, title: 'Something has to happen first' },
  'too-many': { status: 429, title: 'Too many attempts' },
  unavailable: { status: 503, title: 'Cannot answer now' },
};

export interface ProblemInput extends Kind {
  readonly detail: string;
  readonly code: string;
  readonly problems?: readonly InputProblem[];
  readonly retryAfter?: number | undefined;
  /** members beyond RFC 9457's, such as the decision of a gate denial */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Answers with a problem. */
export function problem(c: Context<Env>, input: ProblemInput): Response {
  const body = {
    type: `urn:countersign:problem:${input.code}`,
    title: input.title,
    status: input.status,
    detail: input.detail,
    code: input.code,
    instance: c.get('requestId') ?? 'none',
    ...(input.problems && input.problems.length > 0
      ? { errors: input.problems.map(({ path, ...rest }) => ({ pointer: path, ...rest })) }
      : {}),
    ...input.members,
  };
  return new Response(JSON.stringify(body), {
    status: input.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(input.status === 401 ? { 'www-authenticate': 'Bearer realm="countersign"' } : {}),
      ...(input.retryAfter === undefined ? {} : { 'retry-after': String(input.retryAfter) }),
    },
  });
}

/** Whatever a handler threw. */
export function onError(error: Error, c: Context<Env>): Response {
  if (isServiceError(error)) {
    const { code, detail, message, problems, retryAfter } = error;
    if (code === 'unavailable')
      c.get('runtime').log.error({ requestId: c.get('requestId'), err: error }, 'unavailable');
    return problem(c, { ...KINDS[code], code: detail, detail: message, problems, retryAfter });
  }
  if (error instanceof HTTPException) {
    // Hono's own refusals: a body that is no JSON, or too large.
    const status = error.status === 413 ? 413 : error.status === 415 ? 415 : 400;
    const code = status === 413 ? 'too-large' : status === 415 ? 'media-type' : 'malformed';
    return problem(c, {
      status,
      title: 'The request cannot be read',
      code,
      detail: status === 413 ? 'The body is too large' : 'The body is not what this address takes',
    });
  }
  c.get('runtime').log.error({ requestId: c.get('requestId'), err: error }, 'unforeseen');
  return problem(c, {
    status: 500,
    title: 'Something went wrong here',
    code: 'internal',
    detail: `It has been logged. Quote ${c.get('requestId')} when you report it.`,
  });
}
