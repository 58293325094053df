/** docs/threats-covered.md claims nothing that no test proves: every row is there, and every named test exists. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './oxlint.ts';

const ROWS = 68;
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Row {
  readonly id: string;
  readonly covered: string;
  readonly proofs: readonly { readonly file: string; readonly title: string }[];
  readonly note: string;
}

const rows = read('docs/threats-covered.md')
  .split('\n')
  .filter((line) => /^\| T\d/.test(line))
  .map((line): Row => {
    const [, id = '', , covered = '', proof = '', note = ''] = line.split(' | ').flatMap((cell) => cell.split(/^\| /));
    const proofs = [...proof.matchAll(/`([^`]+)` "([^"]+)"/g)].map(([, file = '', title = '']) => ({ file, title }));
    return { id, covered, proofs, note: note.replace(/ ?\|$/, '') };
  });

test('every threat has one row, in order', () => {
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: ROWS }, (_, index) => `T${index + 1}`));
});

describe.each(rows)('$id', ({ covered, proofs, note }) => {
  test('is covered, partly covered or not, and says what that rests on', () => {
    expect(['yes', 'partly', 'no']).toContain(covered);
    if (covered === 'no') expect(proofs).toEqual([]);
    else expect(proofs).not.toEqual([]);
    if (covered === 'partly') expect(note).not.toBe('');
  });

  test('is proven by tests that exist', () => {
    const missing = proofs.filter(({ file, title }) => !existsSync(path.join(root, file)) || !names(file, title));
    expect(missing).toEqual([]);
  });
});

/** Whether a test, or a group of tests, of the file has the title; of a title with a value in it, any part. */
function names(file: string, title: string): boolean {
  return read(file)
    .split('\n')
    .some((line) => /\b(test|it|describe)\b.*\(|^\)\(|^\s*['"`]/.test(line) && line.includes(title));
}
