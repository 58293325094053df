'use server';
import { formAction } from '#app/action.ts';
import { noticeKinds } from '#components/gate/notice-kinds.ts';
import { choosePreferences } from '#services/notices/preferences.ts';

export const choosePreferencesAction = formAction({
  act: (ctx, fields) => {
    const [product, mail] = [new Set(fields.all('product')), new Set(fields.all('mail'))];
    return choosePreferences(
      ctx,
      Object.fromEntries(noticeKinds.map((kind) => [kind, { inProduct: product.has(kind), mail: mail.has(kind) }])),
    );
  },
  done: 'Saved.',
});
