/** Who committed, as the registration says. Addresses are personal data: they are kept erasable, and matched later. */
import { versionCommitter } from '#db/schema/register.ts';
import { newId } from '../ids.ts';
import { emailKey } from '../people/add-person.ts';
import { keep } from '../private-text.ts';
import type { Tx } from '../transact.ts';

/** Adds to what was recorded before: a later registration can name more committers, never fewer. */
export async function recordCommitters(tx: Tx, versionId: string, emails: readonly string[] | null): Promise<void> {
  for (const email of new Set((emails ?? []).map(emailKey))) {
    const kept = await keep(tx, email);
    await tx.db.insert(versionCommitter).values({ id: newId(tx.now), versionId, emailId: kept.id });
  }
}
