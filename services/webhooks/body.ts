/** What a webhook is sent (Standard Webhooks): type, timestamp, and data of ids, refs and a link; no personal data. */

import type { NoticeContent } from '#domain/notices/kinds.ts';
import { messageOf } from '#domain/notices/message.ts';

export function webhookBody(origin: string, occasion: NoticeContent & { readonly at: Date }): string {
  const { kind, data, at } = occasion;
  return JSON.stringify({
    type: kind,
    timestamp: at.toISOString(),
    data: { ...data, url: `${origin}${messageOf(occasion).path}` },
  });
}

/** For trying a webhook out: of a type that means nothing. */
export function testBody(origin: string, at: Date): string {
  return JSON.stringify({ type: 'test', timestamp: at.toISOString(), data: { url: `${origin}/settings/webhooks` } });
}
