/**
 * Locks the rows that a decision rests on until the transaction ends: the version (manifest, state, evidence), its use
 * case, and its newest review (approvals). Whoever changes one of them takes the same lock first.
 */
import { and, desc, eq, ne } from 'drizzle-orm';
import { review } from '#db/schema/gate.ts';
import { model, useCase, useCaseVersion, version } from '#db/schema/register.ts';
import { ServiceError } from '../errors.ts';
import type { Tx } from '../transact.ts';

export interface LockedVersion {
  readonly id: string;
  readonly modelId: string;
  readonly reviewId: string | null;
}

/** Finds the version and locks it for a decision. Throws `not-found`. */
export async function lockForDecision(
  tx: Tx,
  name: { readonly namespace: string; readonly name: string; readonly version: string },
  environment: string,
): Promise<LockedVersion> {
  const [row] = await tx.db
    .select({ id: version.id, modelId: version.modelId })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(and(eq(model.namespace, name.namespace), eq(model.name, name.name), eq(version.version, name.version)))
    .for('share', { of: version });
  if (!row)
    throw new ServiceError(
      'not-found',
      `${name.namespace}/${name.name}@${name.version} is not registered`,
      'not-registered',
    );
  await tx.db
    .select({ id: useCaseVersion.id })
    .from(version)
    .innerJoin(useCase, eq(useCase.slug, version.useCaseSlug))
    .innerJoin(useCaseVersion, and(eq(useCaseVersion.useCaseId, useCase.id), ne(useCaseVersion.state, 'superseded')))
    .where(eq(version.id, row.id))
    .for('share', { of: useCaseVersion });
  const [open] = await tx.db
    .select({ id: review.id })
    .from(review)
    .where(and(eq(review.versionId, row.id), eq(review.environment, environment)))
    .orderBy(desc(review.requestedAt), desc(review.id))
    .limit(1)
    .for('update');
  return { ...row, reviewId: open?.id ?? null };
}
