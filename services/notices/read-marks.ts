/** Marking one's own notices as read: bookkeeping of one's own desk. Whose they are is in every statement. */
import { and, eq } from 'drizzle-orm';
import { markAllRead, markRead } from '#db/desk/notices.ts';
import { notice } from '#db/schema/notices.ts';
import type { NoticeContent } from '#domain/notices/kinds.ts';
import { messageOf } from '#domain/notices/message.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { query } from '../transact.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Marks a notice as read and tells where it leads. */
export async function openNotice(ctx: Ctx, id: string): Promise<string> {
  return query(ctx, 'notice.read', thing('notices'), async (db, now) => {
    const { actor, runtime } = ctx;
    const [row] =
      actor.kind === 'person' && UUID.test(id)
        ? await db
            .select({ kind: notice.kind, data: notice.data })
            .from(notice)
            .where(and(eq(notice.id, id), eq(notice.personId, actor.id)))
        : [];
    if (!row || actor.kind !== 'person') throw new ServiceError('not-found', 'You have no such notice');
    await markRead(runtime.store.pool, actor.id, [id], now);
    return messageOf(row as NoticeContent).path;
  });
}

export async function readNotice(ctx: Ctx, id: string): Promise<void> {
  await openNotice(ctx, id);
}

/** Everything up to the newest that the page showed; what came since stays unread. */
export async function readAllNotices(ctx: Ctx, upTo: string): Promise<void> {
  await query(ctx, 'notice.read', thing('notices'), async (_db, now) => {
    if (!UUID.test(upTo)) throw new ServiceError('invalid', 'Reload the page and try again', 'notice');
    if (ctx.actor.kind === 'person') await markAllRead(ctx.runtime.store.pool, ctx.actor.id, upTo, now);
  });
}
