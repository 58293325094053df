import { utf8ToBytes } from '@noble/hashes/utils.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Checkpoint, formatCheckpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import type { SignEd25519 } from './ed25519.ts';
import { formatNote, parseNote, signNote, verifyNote } from './note.ts';
import { consistencyNodes, inclusionNodes, inclusionProof, peakNodes } from './proof.ts';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts';
import { append, EMPTY_FRONTIER, type NodeId, recordHash, rootOf } from './tree.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey, verifierKey } from './verifier-key.ts';

async function makeSigner(name: string): Promise<{ key: VerifierKey; sign: SignEd25519 }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    key: verifierKey(name, raw),
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, new Uint8Array(message))),
  };
}

let log: Awaited<ReturnType<typeof makeSigner>>;
let other: Awaited<ReturnType<typeof makeSigner>>;
let impostor: Awaited<ReturnType<typeof makeSigner>>;
beforeAll(async () => {
  [log, other, impostor] = (await Promise.all(
    ['example.com/log', 'witness.example', 'example.com/log'].map(makeSigner),
  )) as [typeof log, typeof log, typeof log];
});

describe('a signed note', () => {
  test('verifies with its key, also beside signatures of unknown keys', async () => {
    const note = await signNote('one\n\ntwo\n', log.key, log.sign);
    const witnessed = note + (await signNote('one\n\ntwo\n', other.key, other.sign)).slice('one\n\ntwo\n\n'.length);
    expect(await verifyNote(note, [log.key])).toEqual({ verified: true, text: 'one\n\ntwo\n', by: [log.key] });
    expect(await verifyNote(witnessed, [log.key])).toMatchObject({ verified: true, by: [log.key] });
    expect(await verifyNote(witnessed, [other.key, log.key])).toMatchObject({
      verified: true,
      by: [log.key, other.key],
    });
  });

  test('round-trips: what is parsed is written as it was', async () => {
    const source = await signNote('text\n', log.key, log.sign);
    const note = parseNote(source);
    expect(note && formatNote(note)).toBe(source);
  });

  test('is refused when a known key fails, even if another known key signed well', async () => {
    const good = await signNote('text\n', other.key, other.sign);
    const bad = (await signNote('texd\n', log.key, log.sign)).slice('texd\n\n'.length);
    expect(await verifyNote(good + bad, [other.key])).toMatchObject({ verified: true });
    expect(await verifyNote(good + bad, [other.key, log.key])).toEqual({
      verified: false,
      message: 'the signature of example.com/log is wrong',
    });
  });

  test('by another key of the same name is unknown', async () => {
    const note = await signNote('text\n', impostor.key, impostor.sign);
    expect(await verifyNote(note, [log.key])).toEqual({ verified: false, message: 'no signature by a known key' });
  });

  test('has one text: every other spelling is refused', async () => {
    const note = await signNote('text\n', log.key, log.sign);
    const line = note.slice('text\n\n'.length);
    const spellings: Record<string, string> = {
      'without the last newline': note.slice(0, -1),
      'with a carriage return': note.replace('text\n', 'text\r\n'),
      'with a tab in the text': note.replace('text', 'te\txt'),
      'with a blank line after': `${note}\n`,
      'with a hyphen for the dash': note.replace('—', '-'),
      'with two spaces': note.replace('— ', '—  '),
      'without base64 padding': note.replace(/=+\n$/, '\n'),
      'with base64url': note.replace(/ ([^ ]+)\n$/, ' _-__$1\n'),
      'without a signature': 'text\n\n',
      'with an empty text': `\n${line}`,
      'signed twice': note + line,
      'with 101 signatures': 'text\n\n' + line.repeat(101),
    };
    for (const [how, spelling] of Object.entries(spellings)) {
      expect(spelling, how).not.toBe(note);
      expect((await verifyNote(spelling, [log.key])).verified, how).toBe(false);
    }
  });
});

describe('a verifier key', () => {
  test('has one text, and its id must be that of the key', () => {
    const text = formatVerifierKey(log.key);
    expect(parseVerifierKey(text)).toEqual(log.key);
    const [name, id, key] = [log.key.name, log.key.keyId, text.split('+').slice(2).join('+')];
    const broken = [
      `${name}x+${id}+${key}`,
      `${name}+${id.toUpperCase()}x+${key}`,
      `${name}+00000000+${key}`,
      `${name}+${id}`,
      `+${id}+${key}`,
      `a b+${id}+${key}`,
      `${name}+${id}+${key} `,
      `${name}+${id}+${key.slice(0, -4)}`,
      '',
    ];
    for (const text of broken) expect(parseVerifierKey(text), text).toBeNull();
  });
});

describe('a checkpoint', () => {
  const root = recordHash(utf8ToBytes('only leaf'));

  test('round-trips, extensions kept', () => {
    const heads: Checkpoint[] = [
      { origin: 'example.com/log', size: 0, root },
      { origin: 'example.com/log', size: 20852163, root, extensions: ['more', 'words'] },
    ];
    for (const checkpoint of heads) expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  test('in any other spelling is refused', () => {
    const good = formatCheckpoint({ origin: 'example.com/log', size: 12, root });
    for (const bad of [
      good.replace('12', '012'),
      good.replace('12', '-1'),
      good.replace('12', '1e1'),
      good.replace('12', '99999999999999999'),
      good.replace('=\n', '\n'),
      good.replace('example.com/log', ''),
      `${good}\n`,
      good.slice(0, -1),
      '',
    ]) {
      expect(parseCheckpoint(bad), JSON.stringify(bad)).toBeNull();
    }
    expect(() => formatCheckpoint({ origin: 'a\nb', size: 1, root })).toThrow(RangeError);
    expect(() => formatCheckpoint({ origin: 'a', size: 1, root: root.slice(1) })).toThrow(RangeError);
  });

  test('of another log is refused, even when its own key signed it', async () => {
    const note = await signNote(formatCheckpoint({ origin: 'example.com/other', size: 1, root }), log.key, log.sign);
    expect(await verifyCheckpoint(note, { origin: 'example.com/log', key: log.key })).toEqual({
      verified: false,
      message: 'a checkpoint of another log',
    });
    const plain = await signNote('just a text\n', log.key, log.sign);
    expect(await verifyCheckpoint(plain, { origin: 'example.com/log', key: log.key })).toEqual({
      verified: false,
      message: 'not a checkpoint',
    });
  });
});

describe('an offline receipt', () => {
  const records = Array.from({ length: 21 }, (_, i) => utf8ToBytes(`{"entry":${i}}`));
  const { frontier, nodes } = append(EMPTY_FRONTIER, records.map(recordHash));
  const read = (ids: readonly NodeId[]) =>
    ids.map((id) => {
      const node = nodes.find(({ level, index }) => level === id.level && index === id.index);
      if (!node) throw new Error('no such node');
      return node.hash;
    });
  async function receipt(index: number, signer = log): Promise<string> {
    const body = formatCheckpoint({ origin: 'example.com/log', size: frontier.size, root: rootOf(frontier) });
    return formatTlogProof({
      index,
      proof: inclusionProof(index, frontier.size, read(inclusionNodes(index, frontier.size))),
      checkpoint: await signNote(body, signer.key, signer.sign),
      extra: records[index] as Uint8Array,
    });
  }
  const pinned = () => ({ origin: 'example.com/log', key: log.key });

  test('proves every leaf with the log key alone', async () => {
    expect(peakNodes(21).length).toBe(3);
    expect(consistencyNodes(21, 21)).toEqual([]);
    for (let index = 0; index < 21; index++) {
      const text = await receipt(index);
      const parsed = parseTlogProof(text);
      expect(parsed && formatTlogProof(parsed)).toBe(text);
      expect(await verifyTlogProof(text, pinned())).toEqual({ verified: true, index, leaf: records[index], size: 21 });
    }
  });

  test('with any character of it changed proves nothing else', async () => {
    const text = await receipt(5);
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      const verdict = await verifyTlogProof(changed, pinned());
      expect(verdict.verified, `at ${at}: ${JSON.stringify(text.slice(at, at + 10))}`).toBe(false);
    }
  });

  test('of a log with another key, without its leaf, or cut short is refused with the reason', async () => {
    const text = await receipt(5);
    const cases: [string, string][] = [
      [await receipt(5, impostor), 'no signature by a known key'],
      [text.replace(/extra .*\n/, ''), 'the leaf does not travel with the proof'],
      [text.replace('index 5', 'index 6'), 'the leaf is not in the log at that index'],
      [text.replace('index 5', 'index 05'), 'not a tlog proof'],
      [text.replace('@v1', '@v2'), 'not a tlog proof'],
      [text.split('\n\n')[0] as string, 'not a tlog proof'],
      ['', 'not a tlog proof'],
    ];
    for (const [bad, message] of cases) {
      expect(await verifyTlogProof(bad, pinned())).toEqual({ verified: false, message });
    }
  });
});
