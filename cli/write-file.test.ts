import { lstatSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { UndecidedError } from './io.ts';
import { writeFileAtomically } from './write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-'));
});
const file = (name: string) => path.join(folder, name);

describe('a file written whole', () => {
  test('has the mode it was given, whatever was there before and whatever the umask', async () => {
    writeFileSync(file('token'), 'old', { mode: 0o644 });
    await writeFileAtomically(file('token'), 'secret', 0o600);
    await writeFileAtomically(file('trust'), 'public', 0o644);
    expect([statSync(file('token')).mode & 0o777, statSync(file('trust')).mode & 0o777]).toEqual([0o600, 0o644]);
    expect(readFileSync(file('token'), 'utf8')).toBe('secret');
    expect(readdirSync(folder)).toEqual(['token', 'trust']);
  });

  test('replaces a link and never writes through it', async () => {
    writeFileSync(file('elsewhere'), 'untouched');
    symlinkSync('elsewhere', file('link'));
    await writeFileAtomically(file('link'), 'new', 0o644);
    expect(readFileSync(file('elsewhere'), 'utf8')).toBe('untouched');
    expect(lstatSync(file('link')).isSymbolicLink()).toBe(false);
  });

  test('that cannot be written is no answer, and leaves nothing behind', async () => {
    await expect(writeFileAtomically(path.join(folder, 'nowhere', 'x'), 'x', 0o600)).rejects.toThrow(UndecidedError);
    const inPlaceOfAFolder = mkdtempSync(path.join(folder, 'd'));
    await expect(writeFileAtomically(inPlaceOfAFolder, 'x', 0o600)).rejects.toThrow(UndecidedError);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
