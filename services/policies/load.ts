/** Published policies, by version. Immutable; each is checked against its digest when it is read. */
import { desc, eq } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { policy } from '#db/schema/gate.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import { type Policy, PolicyDocument, policyDigest } from '#domain/policy/document.ts';
import { ServiceError } from '../errors.ts';

function toPolicy(row: { version: number; digest: string; document: unknown }): Policy {
  const document = PolicyDocument.parse(row.document);
  // Whoever edits the stored document changes its digest: the gate stops instead of deciding by it.
  if (policyDigest(document) !== row.digest)
    throw new ServiceError('unavailable', `Policy v${row.version} is not the one that was published`, 'policy-altered');
  return { version: row.version, digest: row.digest as Digest, document };
}

/** The current policy. Which one that is, is asked of the database every time. */
export async function currentPolicy(db: Reader): Promise<Policy> {
  const [row] = await db.select().from(policy).orderBy(desc(policy.version)).limit(1);
  if (!row) throw new ServiceError('unavailable', 'No policy has been installed', 'policy-missing');
  return toPolicy(row);
}

/** The policy of that digest. */
export async function policyByDigest(db: Reader, digest: Digest): Promise<Policy> {
  const [row] = await db.select().from(policy).where(eq(policy.digest, digest));
  if (!row) throw new ServiceError('unavailable', 'The policy of the submission is missing', 'policy-missing');
  return toPolicy(row);
}

/** The policies that a review is judged under: at submission, and the current one when it is another. */
export async function policiesFor(db: Reader, submission: Digest | null): Promise<readonly [Policy, ...Policy[]]> {
  const current = await currentPolicy(db);
  if (submission === null || submission === current.digest) return [current];
  return [await policyByDigest(db, submission), current];
}
