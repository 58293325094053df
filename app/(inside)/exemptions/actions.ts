'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { decideExemption } from '#services/exemptions/decide.ts';
import { requestExemption } from '#services/exemptions/request.ts';
import { withdrawExemption } from '#services/exemptions/withdraw.ts';

export const requestExemptionAction = formAction({
  act: (ctx, fields) =>
    requestExemption(ctx, {
      ref: fields.text('ref'),
      environment: fields.text('environment'),
      requirement: fields.text('requirement'),
      reason: fields.text('reason'),
      control: fields.text('control'),
      ticket: fields.text('ticket'),
      until: fields.text('until'),
    }),
  after: ({ exemptionId }) => redirect(`/exemptions/${exemptionId}`),
});

export const decideExemptionAction = formAction({
  act: (ctx, fields) => {
    const capacity = fields.optional('capacity');
    return decideExemption(ctx, {
      exemptionId: fields.text('exemptionId'),
      verdict: fields.text('verdict'),
      comment: fields.text('comment'),
      ...(capacity === null ? {} : { capacity }),
    });
  },
  done: ({ state }) =>
    ({
      granted: 'Granted. Its clock has started.',
      requested: 'Your approval is recorded; another is still needed.',
      refused: 'The exemption is rejected.',
    })[state],
});

const ENDED = ['No token rested on it.', 'One token has ended with it.'];

export const withdrawExemptionAction = formAction({
  act: (ctx, fields) =>
    withdrawExemption(ctx, { exemptionId: fields.text('exemptionId'), reason: fields.text('reason') }),
  done: ({ revoked }) => `Withdrawn. ${ENDED[revoked] ?? `${revoked} tokens have ended with it.`}`,
});
