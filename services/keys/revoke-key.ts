/** Ends a pipeline key at its next request. */
import { and, eq, isNull } from 'drizzle-orm';
import { pipelineKey } from '#db/schema/people.ts';
import { ofKey } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { changed, mutate, unchanged } from '../transact.ts';

export async function revokeKey(ctx: Ctx, id: string): Promise<void> {
  return mutate(ctx, 'key.revoke', ofKey(id), async (tx) => {
    const ended = await tx.db
      .update(pipelineKey)
      .set({ revokedAt: tx.now })
      .where(and(eq(pipelineKey.id, id), isNull(pipelineKey.revokedAt)))
      .returning({ id: pipelineKey.id });
    if (ended.length === 0) return unchanged(undefined);
    return changed(undefined, { action: 'key.revoked', subject: `key:${id}`, data: {} });
  });
}
