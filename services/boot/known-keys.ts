/** The keys that a database was signed with are the deployment's; a process that holds others must not sign beside it. */
import { keyIds, type Signer } from '../signing/signer.ts';

export interface KnownKey {
  readonly kid: string;
  readonly purpose: string;
}

/** Throws for the operator when the database knows keys of a purpose and ours is not among them. */
export function refuseOtherKeys(known: readonly KnownKey[], signer: Signer): void {
  for (const [purpose, kid] of Object.entries(keyIds(signer))) {
    const theirs = known.filter((key) => key.purpose === purpose);
    if (theirs.length > 0 && !theirs.some((key) => key.kid === kid)) {
      throw new Error(
        `The ${purpose} key in the key directory is not the one this database was signed with. Every replica needs the same keys.`,
      );
    }
  }
}
