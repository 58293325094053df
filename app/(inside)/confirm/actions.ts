'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import type { FormFields } from '#app/form-fields.ts';
import { nextPath } from '#app/next-path.ts';
import { startAtProvider } from '#app/oidc.ts';
import { confirmSession } from '#services/people/confirm-session.ts';

function confirmed(fields: FormFields): string {
  return `/confirm?done=1&next=${encodeURIComponent(nextPath(fields.optional('to')))}`;
}

export const confirmAction = formAction({
  act: async (ctx, fields) => {
    await confirmSession(ctx, { password: fields.text('password') });
    return confirmed(fields);
  },
  after: (path) => redirect(path),
});

/** The provider asks the person to sign in anew and sends them back. */
export const confirmAtProviderAction = formAction({
  act: (_ctx, fields) => startAtProvider(confirmed(fields), true),
  after: (address) => redirect(address),
});
