'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { versionHref } from '#components/gate/version-ref.tsx';
import { registerVersion } from '#services/versions/register.ts';
import { readDigestOutput } from './read-digest-output.ts';

export const registerAction = formAction({
  act: (ctx, fields) => {
    const committers = fields.list('committers');
    return registerVersion(ctx, {
      manifest: fields.text('manifest'),
      ...readDigestOutput(fields.text('files')),
      ...(committers.length === 0 ? {} : { committers }),
      measuredBy: 'cli',
    });
  },
  // Everything below the digest and the file list came out of one field.
  fieldOf: ({ path }) => (/^\/(digest|files)/.test(path) ? 'files' : path.slice(1).replaceAll('/', '.')),
  after: ({ model, version }) => redirect(versionHref({ model, version })),
});
