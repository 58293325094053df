/** Occasions → rows: each person as they chose, each webhook that asked for the kind. Reads preferences for all at once. */
import { and, inArray, isNull } from 'drizzle-orm';
import type { Batch } from '#db/desk/notices.ts';
import type { Reader } from '#db/read.ts';
import { noticePreference, webhook } from '#db/schema/notices.ts';
import { person } from '#db/schema/people.ts';
import { type Choice, defaultChoice, type NoticeKind } from '#domain/notices/kinds.ts';
import { newId } from '../ids.ts';
import type { Runtime } from '../runtime.ts';
import { webhookBody } from '../webhooks/body.ts';
import type { Occasion } from './occasion.ts';

/** PostgreSQL takes at most 65,535 values in a statement. */
const CHUNK = 10_000;

async function choicesOf(
  db: Reader,
  people: readonly string[],
): Promise<(id: string, kind: NoticeKind) => Choice | null> {
  const active = new Set<string>();
  const chosen = new Map<string, Choice>();
  for (let start = 0; start < people.length; start += CHUNK) {
    const some = people.slice(start, start + CHUNK);
    const known = await db
      .select({ id: person.id })
      .from(person)
      .where(and(inArray(person.id, some), isNull(person.disabledAt)));
    for (const { id } of known) active.add(id);
    const preferences = await db.select().from(noticePreference).where(inArray(noticePreference.personId, some));
    for (const { personId, kind, inProduct, mail } of preferences)
      chosen.set(`${personId} ${kind}`, { inProduct, mail });
  }
  return (id, kind) => (active.has(id) ? (chosen.get(`${id} ${kind}`) ?? defaultChoice(kind)) : null);
}

/** What has to be written for these occasions. */
export async function compose(
  { config, origin }: Pick<Runtime, 'config' | 'origin'>,
  db: Reader,
  occasions: readonly Occasion[],
  now: Date,
): Promise<Batch> {
  if (occasions.length === 0) return { notices: [], mails: [], webhooks: [] };
  const choiceOf = await choicesOf(db, [...new Set(occasions.flatMap(({ people }) => [...people]))]);
  const hooks = await db
    .select({ id: webhook.id, kinds: webhook.kinds })
    .from(webhook)
    .where(isNull(webhook.disabledAt));
  const due = { state: 'pending' as const, attempts: 0, nextAt: now, createdAt: now };
  const notices: Batch['notices'][number][] = [];
  const mails: Batch['mails'][number][] = [];
  for (const { kind, data, source, at, actor, people } of occasions) {
    for (const personId of people) {
      const choice = choiceOf(personId, kind);
      const byMail = choice?.mail === true && config.mail !== undefined;
      if (!choice || !(choice.inProduct || byMail)) continue;
      // Of the time of what happened: lists go by id, and a batch may tell of hours.
      const id = newId(at);
      notices.push({ id, personId, kind, source, data, actor, at, listed: choice.inProduct });
      if (byMail) mails.push({ ...due, id: newId(now), channel: 'mail', noticeId: id, kind, source });
    }
  }
  const webhooks = occasions.flatMap((occasion) =>
    hooks
      .filter(({ kinds }) => kinds.includes(occasion.kind))
      .map(({ id: webhookId }) => ({
        ...due,
        id: newId(now),
        channel: 'webhook' as const,
        webhookId,
        kind: occasion.kind,
        source: occasion.source,
        body: webhookBody(origin, occasion),
      })),
  );
  return { notices, mails, webhooks };
}
