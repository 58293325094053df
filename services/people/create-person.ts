/** An administrator makes a local account; the first password is shown once and has to be changed. */
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { parse } from '../parse.ts';
import { changed, mutate } from '../transact.ts';
import { Account, makeAccount, requireNoSecond } from './protected-acts.ts';

/** At once; outside trial mode it is proposed instead (propose.ts). */
export async function createPerson(ctx: Ctx, input: unknown): Promise<{ personId: string; oneTimePassword: string }> {
  const valid = parse(Account, input);
  return mutate(ctx, 'people.manage', thing('people'), async (tx) => {
    await requireNoSecond(tx, ctx);
    const { personId, oneTimePassword, events } = await makeAccount(tx, valid);
    return changed({ personId, oneTimePassword }, ...events);
  });
}
