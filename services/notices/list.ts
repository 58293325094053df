/** A person's own notices, newest first, with the names behind the pseudonyms as they are now. */
import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { notice } from '#db/schema/notices.ts';
import type { NoticeContent, NoticeKind } from '#domain/notices/kinds.ts';
import { messageOf } from '#domain/notices/message.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { actorNames } from '../ledger/events.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface NoticeRow {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly detail: string;
  /** null when it was nobody's act */
  readonly actor: string | null;
  readonly at: Date;
  readonly read: boolean;
}

export interface NoticeFilter extends PageRequest {
  readonly unreadOnly: boolean;
  readonly kind?: NoticeKind | undefined;
}

/** Nobody reads a number above this one. */
export const MANY = 100;

export async function listNotices(ctx: Ctx, filter: NoticeFilter): Promise<Page<NoticeRow>> {
  return query(ctx, 'notice.read', thing('notices'), async (db) => {
    const { limit, after } = pageOf(filter, 1);
    if (ctx.actor.kind !== 'person') return { rows: [], next: null };
    const rows = await db
      .select()
      .from(notice)
      .where(
        and(
          eq(notice.personId, ctx.actor.id),
          eq(notice.listed, true),
          filter.unreadOnly ? isNull(notice.readAt) : undefined,
          filter.kind === undefined ? undefined : eq(notice.kind, filter.kind),
          after ? lt(notice.id, sql`${after[0]}::uuid`) : undefined,
        ),
      )
      .orderBy(desc(notice.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const names = await actorNames(
      db,
      shown.map(({ actor }) => actor),
    );
    const last = shown.at(-1);
    return {
      rows: shown.map(({ id, kind, data, actor, at, readAt }) => {
        const { title, detail } = messageOf({ kind, data } as NoticeContent);
        return { id, kind, title, detail, actor: names.get(actor) ?? null, at, read: readAt !== null };
      }),
      next: rows.length > limit && last ? [last.id] : null,
    };
  });
}

async function count(db: Reader, personId: string): Promise<number> {
  const some = db
    .select({ one: sql`1` })
    .from(notice)
    .where(and(eq(notice.personId, personId), eq(notice.listed, true), isNull(notice.readAt)))
    .limit(MANY)
    .as('some');
  return db.$count(some);
}

/** How many are unread, at most `MANY`. */
export async function unreadNotices(ctx: Ctx): Promise<number> {
  return query(ctx, 'notice.read', thing('notices'), async (db) =>
    ctx.actor.kind === 'person' ? count(db, ctx.actor.id) : 0,
  );
}
