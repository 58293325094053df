import { utf8ToBytes } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson, digestOf, type Json } from '#domain/canonical/json.ts';
import { formatCheckpoint } from '#domain/ledger/checkpoint.ts';
import { leafText } from '#domain/ledger/events.ts';
import { signNote } from '#domain/ledger/note.ts';
import { inclusionNodes, inclusionProof } from '#domain/ledger/proof.ts';
import { formatTlogProof } from '#domain/ledger/tlog-proof.ts';
import { append, EMPTY_FRONTIER, type Hash, recordHash, rootOf } from '#domain/ledger/tree.ts';
import { verifyReceipt } from './receipt.ts';
import { type Issuer, LOG_ORIGIN, makeIssuer, promotionClaims } from './testing/mint.ts';

const claims = promotionClaims();

/** The leaf exactly as the ledger writes it. */
const issued = leafText(
  {
    action: 'token.issued',
    subject: 'credit/limit-increase@2.3.0',
    data: {
      jti: claims.jti,
      claims: digestOf(claims),
      decision: claims.decision,
      environment: claims.env,
      facts: claims.digest,
      requirements: [{ id: 'registered', status: 'met' }],
    },
  },
  'key:ci-credit',
  new Date(0),
);

let issuer: Issuer;
beforeAll(async () => {
  issuer = await makeIssuer();
});

/** A receipt for the leaf at `index` of a log of nine entries, written by the real ledger functions. */
async function receiptOf(leaf: string, index = claims.log.index, signer = issuer): Promise<string> {
  const records = Array.from({ length: 9 }, (_, i) => utf8ToBytes(i === index ? leaf : `{"entry":${i}}`));
  const { frontier, nodes } = append(EMPTY_FRONTIER, records.map(recordHash));
  const hashes = inclusionNodes(index, 9).map(
    (id) => nodes.find(({ level, index }) => level === id.level && index === id.index)?.hash as Hash,
  );
  return formatTlogProof({
    index,
    proof: inclusionProof(index, 9, hashes),
    checkpoint: await signNote(
      formatCheckpoint({ origin: LOG_ORIGIN, size: 9, root: rootOf(frontier) }),
      signer.ledger.key,
      signer.ledger.sign,
    ),
    extra: utf8ToBytes(leaf),
  });
}

describe('a receipt', () => {
  test('of the token is accepted', async () => {
    expect(await verifyReceipt(await receiptOf(issued), claims, issuer.trust)).toEqual({
      verified: true,
      index: 4,
      size: 9,
    });
  });

  test('of anything else is refused with the reason', async () => {
    const leaf = JSON.parse(issued) as { data: Record<string, Json> } & Record<string, Json>;
    const changed = (data: Record<string, Json>) => canonicalJson({ ...leaf, data: { ...leaf.data, ...data } });
    const cases: [string, string, string][] = [
      ['another index', await receiptOf(issued, 3), 'it is for another entry of the ledger'],
      ['another ledger key', await receiptOf(issued, 4, await makeIssuer()), 'no signature by a known key'],
      ['another token', await receiptOf(changed({ jti: 'other' })), 'its entry issues another token'],
      [
        'other claims',
        await receiptOf(changed({ claims: digestOf({ ...claims, tier: 'low' }) })),
        'its entry issues another token',
      ],
      [
        'another event',
        await receiptOf(canonicalJson({ ...leaf, action: 'token.revoked' })),
        'its entry does not issue a token',
      ],
      ['no data', await receiptOf(canonicalJson({ ...leaf, data: null })), 'its entry does not issue a token'],
      ['a leaf that is not canonical', await receiptOf(` ${issued}`), 'its entry does not issue a token'],
      ['a leaf with a lone surrogate', await receiptOf('{"a":"\\ud800"}'), 'its entry does not issue a token'],
      ['a leaf that is not JSON', await receiptOf('nonsense'), 'its entry does not issue a token'],
      ['not a receipt', 'nonsense', 'not a tlog proof'],
    ];
    for (const [name, receipt, message] of cases) {
      expect(await verifyReceipt(receipt, claims, issuer.trust), name).toEqual({
        verified: false,
        code: 'receipt',
        message: `The receipt is refused: ${message}`,
      });
    }
    const elsewhere = promotionClaims({ log: { origin: 'other.example', index: 4 } });
    expect(await verifyReceipt(await receiptOf(issued), elsewhere, issuer.trust)).toMatchObject({
      message: 'The receipt is refused: the token names another ledger',
    });
  });
});
