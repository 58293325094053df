'use server';
import { formAction } from '#app/action.ts';
import { changePassword } from '#services/people/change-password.ts';
import { endSession } from '#services/people/end-session.ts';

export const endSessionAction = formAction({
  act: (ctx, fields) => endSession(ctx, fields.text('id')),
});

export const changePasswordAction = formAction({
  act: (ctx, fields) => changePassword(ctx, { current: fields.text('current'), next: fields.text('next') }),
  done: 'Password changed. Your other sessions have ended.',
});
