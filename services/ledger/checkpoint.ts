/** The signed head of the log (C2SP tlog-checkpoint). Public: whoever remembers one can prove a later rewrite. */
import { eq } from 'drizzle-orm';
import { reader } from '#db/read.ts';
import { ledgerHead } from '#db/schema/ledger.ts';
import { formatCheckpoint } from '#domain/ledger/checkpoint.ts';
import { signNote } from '#domain/ledger/note.ts';
import { peakNodes } from '#domain/ledger/proof.ts';
import { type Hash, rootOf } from '#domain/ledger/tree.ts';
import { ServiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { readNodes } from './nodes.ts';
import { ledgerVerifierKey } from './verifier-key.ts';

export interface SignedHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** the signed note */
  readonly note: string;
}

/** Reads the head, recomputes its root from the stored nodes, and signs it. */
export async function signedHead(runtime: Runtime): Promise<SignedHead> {
  const db = reader(runtime.store.pool);
  const [head] = await db.select().from(ledgerHead).where(eq(ledgerHead.id, 1));
  if (!head) throw new ServiceError('unavailable', 'The ledger has no head', 'ledger-missing');
  const root = rootOf({ size: head.size, peaks: await readNodes(db, peakNodes(head.size)) });
  const note = await signNote(
    formatCheckpoint({ origin: head.origin, size: head.size, root }),
    ledgerVerifierKey(runtime),
    (message) => runtime.signer.signLedger(message),
  );
  return { origin: head.origin, size: head.size, root, note };
}
