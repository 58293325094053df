/** What may stand beside a token: the manifest it was issued for, and the receipt of its being issued. */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson, digestOf, type Json } from '#domain/canonical/json.ts';
import { formatCheckpoint } from '#domain/ledger/checkpoint.ts';
import { signNote } from '#domain/ledger/note.ts';
import { formatTlogProof } from '#domain/ledger/tlog-proof.ts';
import { append, EMPTY_FRONTIER, recordHash, rootOf } from '#domain/ledger/tree.ts';
import { type PromotionClaims } from '#domain/token/claims.ts';
import { MANIFEST, makeVerifyFixture, OFFLINE, type VerifyFixture } from '../testing/verify-fixture.ts';

let gate: VerifyFixture['gate'];
let token: VerifyFixture['token'];
let write: VerifyFixture['write'];
let run: VerifyFixture['run'];
let offline: VerifyFixture['offline'];
beforeEach(async () => {
  ({ gate, token, write, run, offline } = await makeVerifyFixture());
});
afterEach(() => gate.close());

test('with --manifest, the token must be for that manifest', async () => {
  expect(await offline('--manifest', 'countersign.yaml')).toEqual([0, 'verified', undefined]);
  write('countersign.yaml', MANIFEST.replace('2.3.0', '2.3.1'));
  expect(await offline('--manifest', 'countersign.yaml')).toEqual([1, 'not-verified', 'manifest']);
  write('countersign.yaml', `${MANIFEST}extra: 1\n`);
  expect(await offline('--manifest', 'countersign.yaml')).toEqual([1, 'not-verified', 'manifest-invalid']);
});

test('with --receipt, issuing must be in the ledger', async () => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString()) as PromotionClaims;
  const receiptFor = async (leaf: Json) => {
    const records = [0, 1, 2, 3].map((entry) => canonicalJson({ entry })).concat(canonicalJson(leaf));
    const { frontier, nodes } = append(
      EMPTY_FRONTIER,
      records.map((text) => recordHash(utf8ToBytes(text))),
    );
    const sibling = nodes.find(({ level, index }) => level === 2 && index === 0)?.hash ?? expect.fail('no node');
    const body = formatCheckpoint({ origin: gate.trust.ledger.origin, size: 5, root: rootOf(frontier) });
    const checkpoint = await signNote(body, gate.issuer.ledger.key, gate.issuer.ledger.sign);
    return formatTlogProof({ index: 4, proof: [sibling], checkpoint, extra: utf8ToBytes(canonicalJson(leaf)) });
  };
  const leaf = { action: 'token.issued', data: { jti: claims.jti, claims: digestOf(claims) } };
  write('good.tlog-proof', await receiptFor(leaf));
  write('other.tlog-proof', await receiptFor({ ...leaf, data: { ...leaf.data, jti: 'other' } }));
  const { code, out, err } = await run([...OFFLINE, '--receipt', 'good.tlog-proof', '--json']);
  expect([code, JSON.parse(out).receipt]).toEqual([0, { index: 4, size: 5 }]);
  expect(err).toContain('ledger       entry 4 of 5\n');
  expect(await offline('--receipt', 'other.tlog-proof')).toEqual([1, 'not-verified', 'receipt']);
  expect(await offline('--receipt', 'token.jwt')).toEqual([1, 'not-verified', 'receipt']);
});
