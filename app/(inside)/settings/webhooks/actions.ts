'use server';
import { formAction } from '#app/action.ts';
import { sendTestMessage } from '#services/deliveries/again.ts';
import { disableWebhook, rotateWebhook } from '#services/webhooks/change.ts';
import { createWebhook } from '#services/webhooks/create.ts';

export const createWebhookAction = formAction({
  act: async (ctx, fields) => {
    const { secret } = await createWebhook(ctx, {
      name: fields.text('name'),
      url: fields.text('url'),
      kinds: fields.all('kinds'),
    });
    return { secret };
  },
});

export const rotateWebhookAction = formAction({
  act: async (ctx, fields) => {
    const { secret } = await rotateWebhook(ctx, fields.text('id'));
    return { secret };
  },
});

export const disableWebhookAction = formAction({ act: (ctx, fields) => disableWebhook(ctx, fields.text('id')) });

export const testWebhookAction = formAction({
  act: (ctx, fields) => sendTestMessage(ctx, fields.text('id')),
  done: 'A test message is on its way; its fate appears below.',
});
