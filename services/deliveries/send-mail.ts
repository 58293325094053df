/** Mails by SMTP. One connection a batch; the message's id is the delivery's, so that a repeat is recognised as one. */
import { eq, inArray } from 'drizzle-orm';
import { createTransport, type Transporter } from 'nodemailer';
import type { DeliveryRow } from '#db/desk/deliveries.ts';
import { reader } from '#db/read.ts';
import { notice } from '#db/schema/notices.ts';
import { person } from '#db/schema/people.ts';
import type { NoticeContent } from '#domain/notices/kinds.ts';
import type { MailConfig } from '../config.ts';
import type { Runtime } from '../runtime.ts';
import { mailText } from './mail-text.ts';
import type { Attempted, Outcome } from './outcome.ts';

const CONNECT_MS = 5_000;
const IDLE_MS = 10_000;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

export interface Addressed {
  readonly to: string | null;
  readonly content: NoticeContent;
}

/** What each mail says and to whom, in one read. The address is the person's of now. */
export async function addressed(
  { store }: Runtime,
  rows: readonly DeliveryRow[],
): Promise<ReadonlyMap<string, Addressed>> {
  const ids = rows.flatMap(({ noticeId }) => noticeId ?? []);
  if (ids.length === 0) return new Map();
  const found = await reader(store.pool)
    .select({
      id: notice.id,
      kind: notice.kind,
      data: notice.data,
      to: person.emailKey,
      disabledAt: person.disabledAt,
    })
    .from(notice)
    .innerJoin(person, eq(person.id, notice.personId))
    .where(inArray(notice.id, ids));
  return new Map(
    found.map(({ id, kind, data, to, disabledAt }) => [
      id,
      { to: disabledAt === null ? to : null, content: { kind, data } as NoticeContent },
    ]),
  );
}

export function openTransport(mail: MailConfig): Transporter {
  return createTransport({
    host: mail.host,
    port: mail.port,
    secure: mail.secure,
    // A password never crosses a network in the clear; to this machine itself it does not cross one.
    requireTLS: mail.credentials !== undefined && !LOOPBACK.test(mail.host),
    ...(mail.credentials ? { auth: { user: mail.credentials.user, pass: mail.credentials.password } } : {}),
    pool: true,
    maxConnections: 2,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: IDLE_MS,
    dnsTimeout: CONNECT_MS,
    // Nothing in a message of ours names a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
}

function failure(error: unknown): Attempted {
  const { code = '', responseCode } = error as { code?: string; responseCode?: number };
  const status = typeof responseCode === 'number' ? responseCode : null;
  if (code === 'EAUTH' || code === 'ENOAUTH') return { outcome: 'sign-in', status };
  if (status !== null) return { outcome: status >= 500 ? 'refused' : 'deferred', status };
  const outcome: Outcome =
    code === 'ETIMEDOUT' ? 'timeout' : /TLS|CERT|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'tls' : 'unreachable';
  return { outcome, status };
}

export async function sendMail(
  runtime: Runtime,
  transport: Transporter,
  row: DeliveryRow,
  about: Addressed | undefined,
): Promise<Attempted> {
  const { origin, config } = runtime;
  if (!about?.to || row.noticeId === null) return { outcome: 'no-address', status: null };
  if (!config.mail) return { outcome: 'mail-off', status: null };
  const host = new URL(origin).hostname;
  try {
    await transport.sendMail({
      from: { name: 'Countersign', address: config.mail.from },
      // An object is taken as one address, whatever commas it holds.
      to: { name: '', address: about.to },
      messageId: `<${row.id}@${host}>`,
      ...mailText(origin, row.noticeId, about.content),
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    return { outcome: 'sent', status: null };
  } catch (error) {
    return failure(error);
  }
}
