/**
 * A notice as a mail: plain text, and the same as HTML without images, styles or scripts. It links and never decides, holds
 * no token and no name; whoever gets it by mistake learns what a version is called.
 */

import { revealed } from '#domain/manifest/text.ts';
import type { NoticeContent } from '#domain/notices/kinds.ts';
import { messageOf } from '#domain/notices/message.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
}

/** @param noticeId the link marks it as read and leads on to what it is about */
export function mailText(origin: string, noticeId: string, content: NoticeContent): MailText {
  const message = messageOf(content);
  // Nothing that hides or breaks a line survives, whatever a version may be called one day.
  const [title, detail] = [revealed(message.title), revealed(message.detail)];
  const link = `${origin}/notices/${noticeId}`;
  const settings = `${origin}/settings/notices`;
  const why = 'You get this because it concerns you in Countersign. Choose what is mailed to you:';
  return {
    subject: title,
    text: `${title}\n\n${detail}\n\n${link}\n\n--\n${why}\n${settings}\n`,
    html: [
      '<!doctype html><html lang="en"><body>',
      `<p><strong>${escapeHtml(title)}</strong></p><p>${escapeHtml(detail)}</p>`,
      `<p><a href="${escapeHtml(link)}">Open it in Countersign</a></p>`,
      `<hr><p>${escapeHtml(why)} <a href="${escapeHtml(settings)}">settings</a></p>`,
      '</body></html>',
    ].join('\n'),
  };
}
