/**
 * Published policies. Immutable and named by their digest, so a document that matches its digest is read and parsed once
 * a process; which policy is in force is asked of the database every time.
 */
import { desc, eq } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { policy } from '#db/schema/gate.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import { type Policy, PolicyDocument, policyDigest } from '#domain/policy/document.ts';
import { ServiceError } from '../errors.ts';

const published = new Map<string, Policy>();

/** The policy of that digest. Throws `unavailable` when it is missing, or is not what was published. */
export async function policyByDigest(db: Reader, digest: Digest): Promise<Policy> {
  const known = published.get(digest);
  if (known) return known;
  const [row] = await db.select().from(policy).where(eq(policy.digest, digest));
  if (!row) throw new ServiceError('unavailable', 'A policy that the decision needs is missing', 'policy-missing');
  const document = PolicyDocument.parse(row.document);
  // Whoever edits the stored document changes its digest: the gate stops instead of deciding by it.
  if (policyDigest(document) !== digest) {
    throw new ServiceError('unavailable', `Policy v${row.version} is not the one that was published`, 'policy-altered');
  }
  const found: Policy = { version: row.version, digest, document };
  published.set(digest, found);
  return found;
}

/** The policy in force. */
export async function currentPolicy(db: Reader): Promise<Policy> {
  const [row] = await db.select({ digest: policy.digest }).from(policy).orderBy(desc(policy.version)).limit(1);
  if (!row) throw new ServiceError('unavailable', 'No policy has been installed', 'policy-missing');
  return policyByDigest(db, row.digest as Digest);
}
