'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { versionHref } from '#components/gate/version-ref.tsx';
import { type InputProblem, isServiceError, ServiceError } from '#services/errors.ts';
import { registerVersion } from '#services/versions/register.ts';
import { readDigestOutput } from './read-digest-output.ts';

/** Without a file list nothing is registered; what else is wrong is said beside why the list could not be read. */
function withFileProblem(error: unknown, problem: InputProblem): never {
  if (!isServiceError(error) || error.code !== 'invalid') throw error;
  const others = error.problems.filter(({ path }) => !/^\/(digest|files)/.test(path));
  throw new ServiceError('invalid', 'The registration has problems', error.detail, [problem, ...others]);
}

export const registerAction = formAction({
  act: async (ctx, fields) => {
    const committers = fields.list('committers');
    const output = readDigestOutput(fields.text('files'));
    const registering = registerVersion(ctx, {
      manifest: fields.text('manifest'),
      ...(output.ok ? { digest: output.digest, files: output.files } : {}),
      ...(committers.length === 0 ? {} : { committers }),
      measuredBy: 'cli',
    });
    return output.ok ? registering : registering.catch((error: unknown) => withFileProblem(error, output.problem));
  },
  // Everything below the digest and the file list came out of one field.
  fieldOf: ({ path }) => (/^\/(digest|files)/.test(path) ? 'files' : path.slice(1).replaceAll('/', '.')),
  after: ({ model, version }) => redirect(versionHref({ model, version })),
});
