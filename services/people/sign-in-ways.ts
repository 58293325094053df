/** How people can sign in here, for the page where they do; it is read by nobody in particular. */
import { reader } from '#db/read.ts';
import { localCredential, person } from '#db/schema/people.ts';
import type { Runtime } from '../runtime.ts';

export interface SignInWays {
  /** the provider's host; null where none is configured */
  readonly provider: string | null;
  /** whether a password can open anything: always in trial mode, else while somebody has one */
  readonly local: boolean;
  /** nobody has an account yet: the first one is made by the link that the server printed */
  readonly nobody: boolean;
}

export async function readSignInWays({ config, store, trial }: Runtime): Promise<SignInWays> {
  const provider = config.oidc ? new URL(config.oidc.issuer).host : null;
  const db = reader(store.pool);
  const [anybody] = await db.select({ id: person.id }).from(person).limit(1);
  const nobody = anybody === undefined;
  if (trial || provider === null) return { provider, local: true, nobody };
  const [credential] = await db.select({ id: localCredential.personId }).from(localCredential).limit(1);
  return { provider, local: credential !== undefined, nobody };
}
