/**
 * Retiring or revoking a version: people only, with a reason, for good (domain/gate/version-state.ts). Its live tokens end
 * and the reviews that wait are closed in the same transaction; from then on the gate denies it, and a revoked one under
 * every other name of the same bytes too.
 */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { model, version } from '#db/schema/register.ts';
import { endRefusal } from '#domain/gate/version-state.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { changed, mutate, type Outcome, unchanged } from '../transact.ts';
import { endWhatRestsOn, idsOf } from './end-versions.ts';

export const VersionEnd = z.strictObject({
  ref: z.string().max(400),
  reason: z.string().trim().min(1, 'Say why: it stays with the version').max(2_000),
});

export interface Ended {
  readonly ref: string;
  /** live tokens that ended with it */
  readonly tokens: number;
  /** reviews that were closed */
  readonly reviews: number;
}

const TO = { 'version.retire': 'retired', 'version.revoke': 'revoked' } as const;

async function endVersion(ctx: Ctx, action: keyof typeof TO, input: unknown): Promise<Ended> {
  const { ref, reason } = parse(VersionEnd, input);
  const parsed = parseVersionRef(ref);
  const [namespace, name] = parsed?.model.split('/') ?? [];
  if (!parsed || namespace === undefined || name === undefined)
    throw new ServiceError('not-found', `${ref} is not registered`, 'not-registered');
  const to = TO[action];
  return mutate(ctx, action, ofModel({ namespace, name }, ref), async (tx): Promise<Outcome<Ended>> => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person ends a version');
    const [row] = await tx.db
      .select({ id: version.id, state: version.state })
      .from(version)
      .innerJoin(model, eq(model.id, version.modelId))
      .where(and(eq(model.namespace, namespace), eq(model.name, name), eq(version.version, parsed.version)))
      .for('update', { of: version });
    if (!row) throw new ServiceError('not-found', `${ref} is not registered`, 'not-registered');
    if (row.state === to) return unchanged({ ref, tokens: 0, reviews: 0 });
    const refusal = endRefusal(row.state, to);
    if (refusal) throw new ServiceError('precondition', refusal, 'version-ended');
    const kept = await keep(tx, reason);
    await tx.db
      .update(version)
      .set({ state: to, endedReasonId: kept.id, endedBy: ctx.actor.id, endedAt: tx.now })
      .where(eq(version.id, row.id));
    const { tokens, reviews } = await endWhatRestsOn(tx, ctx, idsOf({ versionId: row.id }), kept);
    const counts = { tokens: tokens.length, reviews: reviews.length };
    return changed(
      { ref, ...counts },
      {
        action: to === 'revoked' ? 'version.revoked' : 'version.retired',
        subject: ref,
        model: `${namespace}/${name}`,
        data: { reason: kept.commitment, ...counts },
      },
      ...tokens,
      ...reviews,
    );
  });
}

/** It is not to be deployed any more. */
export function retireVersion(ctx: Ctx, input: unknown): Promise<Ended> {
  return endVersion(ctx, 'version.retire', input);
}

/** It never should have been deployed; the safe direction, so security reviewers may do it too. */
export function revokeVersion(ctx: Ctx, input: unknown): Promise<Ended> {
  return endVersion(ctx, 'version.revoke', input);
}
