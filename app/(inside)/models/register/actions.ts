'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { readDigestOutput } from '#components/artifact/digest-output.ts';
import { versionHref } from '#components/gate/version-ref.tsx';
import type { Ctx } from '#services/context.ts';
import { discardDraft } from '#services/drafts/discard.ts';
import { type InputProblem, isServiceError, ServiceError } from '#services/errors.ts';
import { registerVersion } from '#services/versions/register.ts';

/** Without a file list nothing is registered; what else is wrong is said beside why the list could not be read. */
function withFileProblem(error: unknown, problem: InputProblem): never {
  if (!isServiceError(error) || error.code !== 'invalid') throw error;
  const others = error.problems.filter(({ path }) => !/^\/(digest|files)/.test(path));
  throw new ServiceError('invalid', 'The registration has problems', error.detail, [problem, ...others]);
}

/** The draft has become a version. That it is gone already, or cannot be thrown away now, undoes no registration. */
async function clearDraft(ctx: Ctx, id: string): Promise<void> {
  await discardDraft(ctx, id).catch((error: unknown) => {
    if (!isServiceError(error)) ctx.runtime.log.warn({ requestId: ctx.requestId, err: error }, 'a draft was left');
  });
}

export const registerAction = formAction({
  act: async (ctx, fields) => {
    const committers = fields.list('committers');
    const output = readDigestOutput(fields.text('files'));
    const registering = registerVersion(ctx, {
      manifest: fields.text('manifest'),
      ...(output.ok ? { digest: output.digest, files: output.files } : {}),
      ...(committers.length === 0 ? {} : { committers }),
      measuredBy: fields.text('measuredBy') === 'browser' ? 'browser' : 'cli',
    });
    const registered = await (output.ok
      ? registering
      : registering.catch((error: unknown) => withFileProblem(error, output.problem)));
    const draft = fields.optional('draft');
    if (draft !== null) await clearDraft(ctx, draft);
    return registered;
  },
  // Everything below the digest and the file list came out of one field.
  fieldOf: ({ path }) => (/^\/(digest|files)/.test(path) ? 'files' : path.slice(1).replaceAll('/', '.')),
  after: ({ model, version }) => redirect(versionHref({ model, version })),
});
