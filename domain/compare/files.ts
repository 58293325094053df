/**
 * The files of two artifacts. A file that only moved is told by its digest: one that is gone under one path and new under
 * another with the same bytes is renamed. Linear in the number of files, which may be a hundred thousand.
 */
import type { FileEntry } from '#domain/artifact/tree.ts';
import type { Entry } from './entry.ts';

const value = ({ sha256, size }: FileEntry) => `${sha256} ${size} B`;

function byDigest(files: readonly FileEntry[]): Map<string, FileEntry[]> {
  const found = new Map<string, FileEntry[]>();
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const same = found.get(file.sha256);
    if (same) same.push(file);
    else found.set(file.sha256, [file]);
  }
  return found;
}

function entry(change: Entry['change'], before: FileEntry | null, after: FileEntry | null): Entry {
  const renamed = before && after && before.path !== after.path;
  return {
    label: after?.path ?? before?.path ?? '',
    change,
    before: before && (renamed ? before.path : value(before)),
    after: after && (renamed ? after.path : value(after)),
    fields: [],
    metric: null,
  };
}

export function compareFiles(before: readonly FileEntry[], after: readonly FileEntry[]): Entry[] {
  const is = new Map(after.map((file) => [file.path, file]));
  const was = new Map(before.map((file) => [file.path, file]));
  const gone = byDigest(before.filter(({ path }) => !is.has(path)));
  const fresh = byDigest(after.filter(({ path }) => !was.has(path)));
  const entries: Entry[] = [];
  for (const file of before) {
    const now = is.get(file.path);
    if (now) entries.push(entry(now.sha256 === file.sha256 ? 'same' : 'changed', file, now));
  }
  for (const [digest, files] of gone) {
    const moved = fresh.get(digest) ?? [];
    for (const [index, file] of files.entries()) {
      const now = moved[index] ?? null;
      entries.push(entry(now ? 'renamed' : 'removed', file, now));
    }
  }
  for (const [digest, files] of fresh) {
    for (const file of files.slice(gone.get(digest)?.length ?? 0)) entries.push(entry('added', null, file));
  }
  return entries;
}
