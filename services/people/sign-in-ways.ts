/** How people can sign in here, for the page where they do; it is read by nobody in particular. */
import { reader } from '#db/read.ts';
import { localCredential } from '#db/schema/people.ts';
import type { Runtime } from '../runtime.ts';

export interface SignInWays {
  /** the provider's host; null where none is configured */
  readonly provider: string | null;
  /** whether a password can open anything: always in trial mode, else while somebody has one */
  readonly local: boolean;
}

export async function readSignInWays({ config, store, trial }: Runtime): Promise<SignInWays> {
  const provider = config.oidc ? new URL(config.oidc.issuer).host : null;
  if (trial || provider === null) return { provider, local: true };
  const [somebody] = await reader(store.pool).select({ id: localCredential.personId }).from(localCredential).limit(1);
  return { provider, local: somebody !== undefined };
}
