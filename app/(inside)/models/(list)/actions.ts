'use server';
import { formAction } from '#app/action.ts';
import { removeView } from '#services/views/remove.ts';
import { saveView } from '#services/views/save.ts';

export const saveViewAction = formAction({
  act: (ctx, fields) => saveView(ctx, { name: fields.text('name'), query: fields.text('query') }),
  done: 'Kept. It stands above the register.',
});

export const removeViewAction = formAction({
  act: (ctx, fields) => removeView(ctx, fields.text('id')),
});
