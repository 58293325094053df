'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { signInWithPassword } from '#app/auth.ts';
import { nextPath } from '#app/next-path.ts';
import { startAtProvider } from '#app/oidc.ts';

export const signInAction = formAction({
  act: async (_ctx, fields) => {
    const credentials = { email: fields.text('email'), password: fields.text('password') };
    const { mustChangePassword } = await signInWithPassword(credentials);
    // A password that somebody else chose comes before wherever the person was going.
    return mustChangePassword ? '/settings/account?change=1' : nextPath(fields.optional('to'));
  },
  after: (path) => redirect(path),
});

/** Sends the browser to the provider; what is wrong with it is said here. */
export const providerSignInAction = formAction({
  act: (_ctx, fields) => startAtProvider(nextPath(fields.optional('to')), false),
  after: (address) => redirect(address),
});
