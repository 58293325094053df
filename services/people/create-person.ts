/** An administrator makes a local account; the first password is shown once and has to be changed. */
import { z } from 'zod';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { parse } from '../parse.ts';
import { changed, mutate } from '../transact.ts';
import { addPerson } from './add-person.ts';
import { randomPassword } from './password.ts';

export const NewAccount = z.strictObject({
  name: z.string().trim().min(1, 'Enter a name').max(200),
  email: z.email('Enter an e-mail address').max(254),
});

export async function createPerson(ctx: Ctx, input: unknown): Promise<{ personId: string; oneTimePassword: string }> {
  const valid = parse(NewAccount, input);
  return mutate(ctx, 'people.manage', thing('people'), async (tx) => {
    const oneTimePassword = randomPassword();
    const { id, event } = await addPerson(tx, { ...valid, password: oneTimePassword, mustChange: true });
    return changed({ personId: id, oneTimePassword }, event);
  });
}
