/** Input enters a service here: parsed by a strict zod schema, every problem at once, each with its JSON pointer. */
import type { z } from 'zod';
import { type InputProblem, ServiceError } from './errors.ts';

function pointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** All that is wrong with an input, in the words of its schema. */
export function inputProblems(error: z.ZodError): InputProblem[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: pointer([...issue.path, key]),
          message: 'There is no such field',
          code: 'unknown-field',
        }))
      : [{ path: pointer(issue.path), message: issue.message, code: issue.code }],
  );
}

/** The parsed input, or a ServiceError `invalid` that lists all that is wrong with it. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = inputProblems(result.error);
  throw new ServiceError(
    'invalid',
    problems.length === 1 ? 'One field needs attention' : `${problems.length} fields need attention`,
    'invalid',
    problems,
  );
}
