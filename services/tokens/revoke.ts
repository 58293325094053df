/** Revoking a token: the safe direction, so the pipeline that asked for it may do it too. */
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { token } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import { ofToken } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { changed, mutate, type Outcome, unchanged } from '../transact.ts';

export const Revocation = z.strictObject({
  // The ledger names tokens by their text: another way to write the same id would be another name.
  jti: z.uuid().toLowerCase(),
  reason: z.string().trim().min(1, 'Say why').max(2_000),
});

export interface Revoked {
  readonly jti: string;
  readonly ref: string;
  readonly revokedAt: Date;
}

/** Revoking again changes nothing and answers with the first time. */
export async function revokeToken(ctx: Ctx, input: unknown): Promise<Revoked> {
  const { jti, reason } = parse(Revocation, input);
  return mutate(ctx, 'token.revoke', ofToken(jti), async (tx): Promise<Outcome<Revoked>> => {
    const [row] = await tx.db
      .select({ revokedAt: token.revokedAt, namespace: model.namespace, name: model.name, version: version.version })
      .from(token)
      .innerJoin(version, eq(version.id, token.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .where(eq(token.jti, jti))
      .for('update', { of: token });
    if (!row) throw new ServiceError('not-found', 'There is no such token');
    const name = `${row.namespace}/${row.name}`;
    const ref = `${name}@${row.version}`;
    if (row.revokedAt) return unchanged({ jti, ref, revokedAt: row.revokedAt });
    const kept = await keep(tx, reason);
    await tx.db
      .update(token)
      .set({ revokedAt: tx.now, revokedBy: actorId(ctx.actor), reasonId: kept.id })
      .where(eq(token.jti, jti));
    return changed(
      { jti, ref, revokedAt: tx.now },
      { action: 'token.revoked', subject: ref, model: name, data: { jti, reason: kept.commitment } },
    );
  });
}
