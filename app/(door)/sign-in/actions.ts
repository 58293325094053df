'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { SignInRefused, signIn } from '#app/auth.ts';
import { nextPath } from '#app/next-path.ts';

export const signInAction = formAction({
  act: async (_ctx, fields) => {
    try {
      await signIn('credentials', { email: fields.text('email'), password: fields.text('password'), redirect: false });
    } catch (error) {
      throw error instanceof SignInRefused ? error.refusal : error;
    }
    return nextPath(fields.optional('to'));
  },
  then: (path) => redirect(path),
});
