/**
 * Measures an artifact on disk (CONTRACT.md §6): inventory, hash, inventory again. Whatever differs is a refusal, so a
 * digest is only ever that of a state in which the whole tree was (THREATS.md T5, P18). What no reader can see without
 * the system's help: writes through a shared memory map that was already dirty, and one long `write` that began before.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Digest } from '#domain/artifact/digest.ts';
import { type OmsRoots, omsRoots } from '#domain/artifact/oms-root.ts';
import { sortByUtf8 } from '#domain/artifact/path.ts';
import { type FileEntry, treeDigest } from '#domain/artifact/tree.ts';
import { UndecidedError } from '../io.ts';
import { ArtifactError, type Refusal } from './artifact-error.ts';
import type { HashOutcome } from './hash-file.ts';
import { hashFiles } from './hash-files.ts';
import { changesBetween, type Inventory, type Item, takeInventory } from './inventory.ts';

export interface Progress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface HashTreeOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** worker threads; 0 hashes on the calling thread. By default 0 for a small tree, else one a core */
  readonly concurrency?: number | undefined;
}

export interface HashedTree {
  readonly digest: Digest;
  /** sorted by the bytes of their paths */
  readonly files: readonly FileEntry[];
  readonly omsRoot: OmsRoots;
  /** size of all files */
  readonly bytes: number;
  /** what a person should look at; never a reason to refuse */
  readonly hints: readonly string[];
}

/**
 * The digest of the file or folder at `given`, relative to the process's working directory. The path itself may not be a
 * link; folders above it may. Throws ArtifactError with everything refused, UndecidedError when something could not be
 * read, the signal's reason when aborted.
 */
export async function hashTree(given: string, options: HashTreeOptions = {}): Promise<HashedTree> {
  const { onProgress, signal, concurrency } = options;
  const root = locate(given);
  const before = await settledInventory(root, given);
  const found = [...before.items.values()].filter((item) => item.kind === 'file');
  refuseIfAny(found.length === 0 ? [{ code: 'empty-tree', path: given, reason: 'holds no files' }] : []);
  const totalBytes = found.reduce((sum, item) => sum + item.size, 0);
  let doneBytes = 0;
  const onBytes = (count: number) => onProgress?.({ doneBytes: (doneBytes += count), totalBytes });
  signal?.throwIfAborted();
  const outcomes = await hashFiles(found, { concurrency, signal, onBytes });
  const changed = found.filter((_, index) => outcomes[index] && 'changed' in outcomes[index]);
  const after = takeInventory(root, given);
  refuseIfAny(withoutRepeats([...changesBetween(before, after), ...after.refusals, ...changed.map(changedRefusal)]));
  undecidedIfAny(after.unreadable);
  const files = sortByUtf8(
    found.map((item, index) => entryOf(item, outcomes[index])),
    (entry) => entry.path,
  );
  return { digest: treeDigest(files), files, omsRoot: omsRoots(files), bytes: totalBytes, hints: hintsOn(files) };
}

/** The path with links resolved in all but its last component, as the system would: `link/..` is not the current folder. */
function locate(given: string): string {
  const name = path.basename(given);
  try {
    if (['', '.', '..'].includes(name)) return realpathSync.native(given);
    return path.join(realpathSync.native(path.dirname(given)), name);
  } catch (error) {
    throw new UndecidedError((error as Error).message);
  }
}

/**
 * An inventory in which everything last changed at least a tick ago, so that the next change will show in its time. What
 * was written a moment ago is waited for; what is being written to is refused.
 */
async function settledInventory(root: string, given: string): Promise<Inventory> {
  const first = inspect(root, given);
  if (first.fresh.length === 0) return first.inventory;
  // Timers may fire a millisecond early.
  await sleep(2 + first.fresh.reduce((longest, { tickMs }) => Math.max(longest, tickMs), 0));
  const second = inspect(root, given);
  refuseIfAny(second.fresh.map(changedRefusal));
  return second.inventory;
}

function inspect(root: string, given: string): { inventory: Inventory; fresh: Item[] } {
  const start = Date.now();
  const inventory = takeInventory(root, given);
  const end = Date.now();
  refuseIfAny(inventory.refusals);
  undecidedIfAny(inventory.unreadable);
  // A time ahead of the clock comes from another clock: it cannot be waited for, and the next change will differ from it.
  const fresh = [...inventory.items.values()].filter(
    ({ changedAtMs, tickMs }) => changedAtMs >= start - tickMs && changedAtMs <= end + tickMs,
  );
  return { inventory, fresh };
}

function refuseIfAny([first, ...rest]: readonly Refusal[]): void {
  if (first) throw new ArtifactError([first, ...rest]);
}

function undecidedIfAny([first, ...rest]: readonly string[]): void {
  if (first) throw new UndecidedError(`${first}${rest.length === 0 ? '' : ` (and ${rest.length} more)`}`);
}

function changedRefusal(item: Item): Refusal {
  return { code: 'changed', path: item.path || '.', reason: 'changed while it was read' };
}

/** The first of what is said about each path. */
function withoutRepeats(refusals: readonly Refusal[]): Refusal[] {
  return [...new Map(refusals.toReversed().map((refusal) => [refusal.path, refusal])).values()].reverse();
}

function entryOf({ path: name, size }: Item, outcome: HashOutcome | undefined): FileEntry {
  if (outcome && 'sha256' in outcome) return { path: name, size, sha256: outcome.sha256 };
  throw new UndecidedError(outcome && 'unreadable' in outcome ? outcome.unreadable : `${name} was not read`);
}

function hintsOn(files: readonly FileEntry[]): string[] {
  const inGit = files.find(({ path: name }) => name.split('/').slice(0, -1).includes('.git'));
  if (!inGit) return [];
  return [
    `${JSON.stringify(inGit.path)} is in a .git folder, which is hashed too: the path is probably not the model's own`,
  ];
}
