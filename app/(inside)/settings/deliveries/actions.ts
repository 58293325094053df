'use server';
import { formAction } from '#app/action.ts';
import { replayDelivery } from '#services/deliveries/again.ts';

export const replayAction = formAction({
  act: (ctx, fields) => replayDelivery(ctx, fields.text('id')),
  done: 'On its way.',
});
