/** Keeping a draft while it is typed. */
import { jsonSend } from '#app/json-route.ts';
import { LARGEST_DRAFT, saveDraft } from '#services/drafts/save.ts';

export const POST = jsonSend({ maxBytes: 2 * LARGEST_DRAFT }, (ctx, body) => saveDraft(ctx, body));
