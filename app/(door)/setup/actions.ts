'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { signInWithPassword } from '#app/auth.ts';
import { setUp } from '#services/people/create-administrator.ts';

export const setUpAction = formAction({
  act: async (ctx, fields) => {
    const account = { email: fields.text('email'), password: fields.text('password') };
    await setUp(ctx, fields.text('link'), { name: fields.text('name'), ...account });
    await signInWithPassword(account);
  },
  after: () => redirect('/'),
});
