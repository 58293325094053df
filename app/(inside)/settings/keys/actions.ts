'use server';
import { formAction } from '#app/action.ts';
import { createKey } from '#services/keys/create-key.ts';
import { revokeKey } from '#services/keys/revoke-key.ts';

export const createKeyAction = formAction({
  act: async (ctx, fields) => {
    const { secret } = await createKey(ctx, {
      name: fields.text('name'),
      team: fields.text('team'),
      models: fields.list('models'),
      environments: fields.list('environments'),
      days: fields.text('days'),
    });
    return { secret };
  },
});

export const revokeKeyAction = formAction({
  act: (ctx, fields) => revokeKey(ctx, fields.text('id')),
});
