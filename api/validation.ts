/** What a schema refuses, as one problem with a pointer per fault. */
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Env } from './environment.ts';
import { problem } from './problem.ts';

type HookResult = { success: true } | { success: false; error: z.ZodError; target: string };

export function refuseInvalid(result: HookResult, c: Context): Response | undefined {
  if (result.success) return undefined;
  const where = result.target === 'json' ? '' : `/${result.target}`;
  return problem(c as Context<Env>, {
    status: 422,
    title: 'The input has problems',
    code: 'invalid',
    detail:
      result.error.issues.length === 1
        ? 'One field needs attention'
        : `${result.error.issues.length} fields need attention`,
    problems: result.error.issues.map((issue) => ({
      path: where + issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      message: issue.code === 'unrecognized_keys' ? `There is no field ${issue.keys.join(', ')}` : issue.message,
      code: issue.code === 'unrecognized_keys' ? 'unknown-field' : issue.code,
    })),
  });
}
