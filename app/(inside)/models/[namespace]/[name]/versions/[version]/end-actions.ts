'use server';
import { formAction } from '#app/action.ts';
import { retireVersion, revokeVersion } from '#services/retirement/end-version.ts';

export const retireVersionAction = formAction({
  act: (ctx, fields) => retireVersion(ctx, { ref: fields.text('ref'), reason: fields.text('reason') }),
});

export const revokeVersionAction = formAction({
  act: (ctx, fields) => revokeVersion(ctx, { ref: fields.text('ref'), reason: fields.text('reason') }),
});
