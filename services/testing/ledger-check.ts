/** What has to hold of the ledger and the tokens after anything at all; read as the owner, past the services. */
import { asOwner } from '#db/testing/owner.ts';
import { digestOf, type Json } from '#domain/canonical/json.ts';
import { append, EMPTY_FRONTIER, recordHash, rootOf, sameHash } from '#domain/ledger/tree.ts';
import { signedHead } from '../ledger/checkpoint.ts';
import type { Deployment } from './deployment.ts';

export interface Leaf {
  readonly action: string;
  readonly actor: string;
  readonly subject: string;
  readonly at: string;
  readonly data: Record<string, Json>;
}

export async function leaves(deployment: Deployment): Promise<Leaf[]> {
  const rows = await asOwner<{ leaf: string }>(deployment, 'select leaf from ledger_entry order by index');
  return rows.map(({ leaf }) => JSON.parse(leaf) as Leaf);
}

/** Faults of the log itself: gaps, wrong hashes, a stored tree whose root is not that of the leaves. */
export async function ledgerFaults(deployment: Deployment): Promise<string[]> {
  const rows = await asOwner<{ index: string; leaf: string; leaf_hash: Buffer }>(
    deployment,
    'select index, leaf, leaf_hash from ledger_entry order by index',
  );
  const [head] = await asOwner<{ size: string }>(deployment, 'select size from ledger_head');
  const hashes = rows.map(({ leaf }) => recordHash(new TextEncoder().encode(leaf)));
  const root = rootOf(append(EMPTY_FRONTIER, hashes).frontier);
  const stored = await signedHead(deployment.runtime);
  return [
    ...rows.flatMap(({ index }, position) => (Number(index) === position ? [] : [`index ${index} at ${position}`])),
    ...rows.flatMap((row, position) =>
      sameHash(row.leaf_hash, hashes[position] ?? new Uint8Array()) ? [] : [`hash of ${position}`],
    ),
    ...(Number(head?.size) === rows.length ? [] : [`the head says ${head?.size}, there are ${rows.length}`]),
    ...(sameHash(root, stored.root) ? [] : ['the stored root is not the root of the leaves']),
  ];
}

interface TokenRow {
  jti: string;
  claims: Json;
  claims_digest: string;
  ledger_index: string;
  status_index: string;
}

/** Tokens without their leaf, leaves without their token, and tokens whose leaf says something else. */
export async function tokenFaults(deployment: Deployment): Promise<string[]> {
  const tokens = await asOwner<TokenRow>(
    deployment,
    'select jti, claims, claims_digest, ledger_index, status_index from token order by status_index',
  );
  const log = await leaves(deployment);
  const issued = log.filter(({ action }) => action === 'token.issued').map(({ data }) => data.jti);
  const known = new Set(tokens.map(({ jti }) => jti));
  return [
    ...tokens.flatMap((row, position) => {
      const leaf = log[Number(row.ledger_index)];
      const claims = digestOf(row.claims);
      const sound =
        leaf?.action === 'token.issued' &&
        leaf.data.jti === row.jti &&
        leaf.data.claims === claims &&
        row.claims_digest === claims &&
        Number(row.status_index) === position;
      return sound ? [] : [`token ${row.jti} does not match its leaf`];
    }),
    ...issued.flatMap((jti) => (known.has(String(jti)) ? [] : [`the leaf of ${String(jti)} has no token`])),
    ...(issued.length === tokens.length ? [] : [`${issued.length} leaves for ${tokens.length} tokens`]),
  ];
}
