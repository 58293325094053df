/** Where each kind of notice reaches somebody: their own choice, of their own desk. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { keepPreferences } from '#db/desk/notices.ts';
import { noticePreference } from '#db/schema/notices.ts';
import { type Choice, defaultChoice, NOTICE_KINDS, type NoticeKind } from '#domain/notices/kinds.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { parse } from '../parse.ts';
import { query } from '../transact.ts';

export type Preferences = Readonly<Record<NoticeKind, Choice>>;

export async function readPreferences(
  ctx: Ctx,
): Promise<{ readonly choices: Preferences /** whether this deployment sends mail at all */; readonly mail: boolean }> {
  return query(ctx, 'notice.read', thing('notices'), async (db) => {
    const rows =
      ctx.actor.kind === 'person'
        ? await db.select().from(noticePreference).where(eq(noticePreference.personId, ctx.actor.id))
        : [];
    const chosen = new Map(rows.map(({ kind, inProduct, mail }) => [kind, { inProduct, mail }]));
    const choices = Object.fromEntries(
      NOTICE_KINDS.map((kind) => [kind, chosen.get(kind) ?? defaultChoice(kind)]),
    ) as unknown as Preferences;
    return { choices, mail: ctx.runtime.config.mail !== undefined };
  });
}

export const PreferenceChange = z.record(
  z.enum(NOTICE_KINDS),
  z.strictObject({ inProduct: z.boolean(), mail: z.boolean() }),
);

export async function choosePreferences(ctx: Ctx, input: unknown): Promise<void> {
  const change = parse(PreferenceChange, input);
  await query(ctx, 'notice.read', thing('notices'), async () => {
    const { actor, runtime } = ctx;
    if (actor.kind !== 'person') return;
    await keepPreferences(
      runtime.store.pool,
      NOTICE_KINDS.map((kind) => ({ personId: actor.id, kind, ...change[kind] })),
    );
  });
}
