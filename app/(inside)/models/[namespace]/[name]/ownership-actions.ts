'use server';
import { formAction } from '#app/action.ts';
import { acceptHandover, cancelHandover, declineHandover } from '#services/handovers/answer.ts';
import { offerHandover } from '#services/handovers/offer.ts';
import { takeOver } from '#services/owners/take-over.ts';
import { reinstateModel, retireModel } from '#services/retirement/end-model.ts';

export const offerHandoverAction = formAction({
  act: (ctx, fields) =>
    offerHandover(ctx, {
      namespace: fields.text('namespace'),
      name: fields.text('name'),
      to: fields.text('to').trim(),
      reason: fields.text('reason'),
    }),
});

const ANSWERS = { accept: acceptHandover, decline: declineHandover, cancel: cancelHandover };

export const answerHandoverAction = formAction({
  act: (ctx, fields) => {
    const answer = fields.text('answer');
    const act = Object.hasOwn(ANSWERS, answer) ? ANSWERS[answer as keyof typeof ANSWERS] : declineHandover;
    return act(ctx, { id: fields.text('id') });
  },
});

export const takeOverAction = formAction({
  act: (ctx, fields) =>
    takeOver(ctx, {
      namespace: fields.text('namespace'),
      name: fields.text('name'),
      owner: fields.text('owner'),
      personId: fields.text('personId'),
      reason: fields.text('reason'),
    }),
});

export const retireModelAction = formAction({
  act: (ctx, fields) =>
    retireModel(ctx, {
      namespace: fields.text('namespace'),
      name: fields.text('name'),
      reason: fields.text('reason'),
    }),
});

export const reinstateModelAction = formAction({
  act: (ctx, fields) =>
    reinstateModel(ctx, {
      namespace: fields.text('namespace'),
      name: fields.text('name'),
      reason: fields.text('reason'),
    }),
});
