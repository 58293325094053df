/** What registering would amount to: the rehearsal behind the wizard's last step. */
import { jsonSend } from '#app/json-route.ts';
import { previewRegistration } from '#services/versions/preview.ts';

/** As large as a registration may be: a manifest and a list of a hundred thousand files. */
const MAX_BYTES = 26 * 1_048_576;

export const POST = jsonSend({ maxBytes: MAX_BYTES }, (ctx, body) => previewRegistration(ctx, body));
