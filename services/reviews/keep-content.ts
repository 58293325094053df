/** Keeps what a content digest is of, once, so that what was asked about or decided on can be compared with what came later. */
import { reviewedContent as kept } from '#db/schema/gate.ts';
import { reviewedContent } from '#domain/gate/content-digest.ts';
import { tierOf } from '#domain/gate/decide.ts';
import type { Evaluation } from '../gate/evaluate.ts';
import type { Tx } from '../transact.ts';

export async function keepContent(tx: Tx, { facts, policies, decision }: Evaluation): Promise<void> {
  const [submitted] = policies;
  const content = reviewedContent(facts, tierOf(facts, submitted), submitted.digest);
  await tx.db
    .insert(kept)
    .values({ digest: decision.contentDigest, content, firstSeenAt: tx.now })
    .onConflictDoNothing();
}
