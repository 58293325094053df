'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { dropCookie } from '#app/auth.ts';
import { endSession } from '#services/people/end-session.ts';

/** Ends the session row first: a cookie that outlives it signs nobody in. */
export const signOutAction = formAction({
  act: async (ctx) => {
    if (ctx.actor.kind === 'person') await endSession(ctx);
    await dropCookie();
  },
  after: () => redirect('/sign-in'),
});
