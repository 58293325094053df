'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { nextPath } from '#app/next-path.ts';
import { confirmSession } from '#services/people/confirm-session.ts';

export const confirmAction = formAction({
  act: async (ctx, fields) => {
    await confirmSession(ctx, { password: fields.text('password') });
    return `/confirm?done=1&next=${encodeURIComponent(nextPath(fields.optional('to')))}`;
  },
  after: (path) => redirect(path),
});
