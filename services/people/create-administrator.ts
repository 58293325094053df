/** The first administrator, by the one-time link or by COUNTERSIGN_INIT_ADMIN_*; impossible once anybody exists. */

import { createHash, timingSafeEqual } from 'node:crypto';
import { and, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { person, setupLink } from '#db/schema/people.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';
import { changed, mutate, type Tx } from '../transact.ts';
import { addGrant, addPerson } from './add-person.ts';

export const Administrator = z.strictObject({
  name: z.string().trim().min(1, 'Enter a name').max(200),
  email: z.email('Enter an e-mail address').max(254),
  password: z.string().min(12, 'At least 12 characters').max(256),
});
export type Administrator = z.infer<typeof Administrator>;

async function insertFirst(tx: Tx, input: Administrator) {
  // The lock makes two people with the same link take turns; the second finds somebody.
  const [somebody] = await tx.db.select({ id: person.id }).from(person).limit(1);
  if (somebody)
    throw new ServiceError('conflict', 'This deployment has been set up. Sign in instead.', 'already-set-up');
  const added = await addPerson(tx, { ...input, mustChange: false });
  const granted = await addGrant(tx, { personId: added.id, role: 'administrator', grantedBy: null, atSetup: true });
  return changed({ personId: added.id }, added.event, granted);
}

/** From the environment, at boot. */
export async function createAdministrator(ctx: Ctx, input: Administrator): Promise<{ personId: string }> {
  const valid = parse(Administrator, input);
  return mutate(ctx, 'setup.offer', thing('deployment'), async (tx) => {
    await tx.ledger.lock();
    return insertFirst(tx, valid);
  });
}

/** By the link that the server printed. A wrong, used or old link is refused without saying which. */
export async function setUp(ctx: Ctx, link: string, input: unknown): Promise<{ personId: string }> {
  const valid = parse(Administrator, input);
  return mutate(ctx, 'setup.complete', thing('deployment'), async (tx) => {
    await tx.ledger.lock();
    const hash = createHash('sha256').update(link).digest();
    const open = await tx.db
      .select({ id: setupLink.id, hash: setupLink.hash })
      .from(setupLink)
      .where(and(isNull(setupLink.usedAt), gt(setupLink.expiresAt, tx.now)));
    if (!open.some((row) => timingSafeEqual(row.hash, hash))) {
      throw new ServiceError(
        'forbidden',
        'This set-up link is not valid any more. If somebody has used it, sign in; if nobody can, restart the server to get a new one.',
        'setup-link',
      );
    }
    await tx.db.update(setupLink).set({ usedAt: tx.now });
    return insertFirst(tx, valid);
  });
}
