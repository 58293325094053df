/** One of one's own drafts: read again, or thrown away. */
import { jsonRead, jsonSend } from '#app/json-route.ts';
import { discardDraft } from '#services/drafts/discard.ts';
import { readDraft } from '#services/drafts/read.ts';

interface Params {
  readonly id: string;
}

export const GET = jsonRead<Params>((ctx, { id }) => readDraft(ctx, id));

export const DELETE = jsonSend<Params>({ maxBytes: 0 }, (ctx, _body, { id }) => discardDraft(ctx, id));
