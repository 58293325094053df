import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyNote } from './note.ts';
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const folder = path.resolve(import.meta.dirname, '../../../shared/standards/tlog');
const present = existsSync(folder);
if (!present) console.warn(`skipped: the tlog vectors are not at ${folder}`);

interface Inclusion {
  readonly leafIdx: number | bigint;
  readonly treeSize: number | bigint;
  readonly root: string;
  readonly leafHash: string;
}
interface Consistency {
  readonly size1: number | bigint;
  readonly size2: number | bigint;
  readonly root1: string;
  readonly root2: string;
}
type Vector = { readonly proof: readonly string[] | null; readonly desc: string; readonly wantErr: boolean };

/** Numbers beyond 2^53 keep their digits: JSON.parse would round them to a neighbour. */
function readVector<T>(file: string): T & Vector {
  const text = readFileSync(file, 'utf8').replace(/: (\d{16,}),/g, ': "$1n",');
  return JSON.parse(text, (_, value) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as T & Vector;
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const filesIn = (name: string) =>
  present
    ? readdirSync(path.join(folder, 'rfc6962-merkle/testdata', name), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.json'))
        .map((file) => path.join(folder, 'rfc6962-merkle/testdata', name, file))
    : [];

describe.skipIf(!present)('the transparency-dev vectors', () => {
  const inclusion = filesIn('inclusion');
  const consistency = filesIn('consistency');

  test('are all there, with both verdicts among them', () => {
    expect(inclusion.length + consistency.length).toBe(196);
    const wanted = [...inclusion, ...consistency].map((file) => readVector<object>(file).wantErr);
    expect(wanted.filter(Boolean).length).toBeGreaterThan(100);
    expect(wanted.filter((wantErr) => !wantErr).length).toBeGreaterThan(8);
  });

  test.each(inclusion)('%s', (file) => {
    const { leafIdx, treeSize, root, leafHash, proof, wantErr } = readVector<Inclusion>(file);
    const verdict = verifyInclusion({
      index: leafIdx,
      size: treeSize,
      leafHash: bytes(leafHash),
      root: bytes(root),
      proof: (proof ?? []).map(bytes),
    });
    expect(verdict).toBe(!wantErr);
  });

  test.each(consistency)('%s', (file) => {
    const { size1, size2, root1, root2, proof, wantErr } = readVector<Consistency>(file);
    const verdict = verifyConsistency({
      oldSize: size1,
      newSize: size2,
      oldRoot: bytes(root1),
      newRoot: bytes(root2),
      proof: (proof ?? []).map(bytes),
    });
    expect(verdict).toBe(!wantErr);
  });

  test('the signed note of C2SP verifies, and not with one character changed', async () => {
    const { vkey, note } = JSON.parse(readFileSync(path.join(folder, 'c2sp-signed-note-vector.json'), 'utf8'));
    const key = parseVerifierKey(vkey);
    if (!key) expect.fail('the key of the vector is refused');
    expect(formatVerifierKey(key)).toBe(vkey);
    expect(await verifyNote(note, [key])).toEqual({ verified: true, text: 'This is an example message.\n', by: [key] });
    expect(await verifyNote(note.replace('example message', 'example massage'), [key])).toMatchObject({
      verified: false,
    });
  });
});
