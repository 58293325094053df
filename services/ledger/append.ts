/**
 * Appending to the ledger inside a transaction (DESIGN.md §2 "Ledger"). The head row is locked first, so indices are
 * gapless and in commit order; entries, tree nodes and the new head go out in one statement.
 */

import { utf8ToBytes } from '@noble/hashes/utils.js';
import { appendEntries, lockHead } from '#db/queries/ledger-tail.ts';
import type { Write } from '#db/statement.ts';
import type { Step } from '#db/write.ts';
import { type LedgerEvent, leafText } from '#domain/ledger/events.ts';
import { append, type Frontier, recordHash } from '#domain/ledger/tree.ts';
import { ServiceError } from '../errors.ts';

/** The clock may lag the last leaf by this much (replicas, NTP) before we stop rather than write out of order. */
const TOLERATED_LAG_MS = 5_000;

/** C2SP tlog-tiles carries entries with a 16-bit length. */
const MAX_LEAF_BYTES = 65_535;

export interface LedgerPosition {
  /** index of the next leaf */
  readonly index: number;
  /** position of the next token in the status lists */
  readonly statusIndex: number;
  /** the time that the next leaves will carry */
  readonly at: Date;
}

export interface LedgerTail {
  /**
   * Locks the head until the transaction ends and tells where the next leaf goes. Once locked, costs nothing.
   * @param ahead written in the same round trip and before the lock, for which everybody else waits
   */
  lock(ahead?: readonly Write[]): Promise<LedgerPosition>;
  /** The statement that appends the events, to be sent with the commit. To be asked for once. */
  append(events: readonly LedgerEvent[]): Promise<Write>;
}

function peaksOf(packed: Uint8Array): Uint8Array[] {
  return Array.from({ length: packed.length / 32 }, (_, index) => packed.subarray(index * 32, index * 32 + 32));
}

function pack(peaks: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(peaks.length * 32);
  peaks.forEach((peak, index) => {
    packed.set(peak, index * 32);
  });
  return packed;
}

/** The ledger's end as one transaction sees it. `actor` is written on every leaf. */
export function ledgerTail(step: Step, actor: string, now: Date): LedgerTail {
  let head: { frontier: Frontier; tokens: number; at: Date } | undefined;

  async function locked(ahead: readonly Write[] = []): Promise<NonNullable<typeof head>> {
    if (head && ahead.length === 0) return head;
    const [row] = await step(ahead, lockHead({}));
    if (!row)
      throw new ServiceError('unavailable', 'The ledger has no head; nothing can be recorded', 'ledger-missing');
    if (now.getTime() < row.lastAt.getTime() - TOLERATED_LAG_MS) {
      throw new ServiceError(
        'unavailable',
        'The clock stands before the last ledger entry; nothing is issued until it is right',
        'clock-behind',
      );
    }
    const at = now < row.lastAt ? row.lastAt : now;
    head = { frontier: { size: Number(row.size), peaks: peaksOf(row.peaks) }, tokens: Number(row.tokens), at };
    return head;
  }

  return {
    async lock(ahead) {
      const { frontier, tokens, at } = await locked(ahead);
      return { index: frontier.size, statusIndex: tokens, at };
    },
    async append(events) {
      const { frontier, tokens, at } = await locked();
      const leaves = events.map((event) => leafText(event, actor, at));
      if (leaves.some((leaf) => Buffer.byteLength(leaf) > MAX_LEAF_BYTES)) {
        throw new ServiceError('invalid', 'There is too much in this to be recorded as one event', 'event-too-large');
      }
      const hashes = leaves.map((leaf) => recordHash(utf8ToBytes(leaf)));
      const grown = append(frontier, hashes);
      const issued = events.filter(({ action }) => action === 'token.issued').length;
      const rows = events.map((event, offset) => ({
        index: frontier.size + offset,
        leaf: leaves[offset],
        hash: Buffer.from(hashes[offset] ?? []).toString('hex'),
        action: event.action,
        subject: event.subject,
        model: event.model ?? null,
      }));
      const nodes = grown.nodes
        .filter(({ level }) => level > 0)
        .map(({ level, index, hash }) => ({ level, index, hash: Buffer.from(hash).toString('hex') }));
      return appendEntries({
        actor,
        at,
        entries: JSON.stringify(rows),
        nodes: JSON.stringify(nodes),
        size: grown.frontier.size,
        tokens: tokens + issued,
        peaks: Buffer.from(pack(grown.frontier.peaks)),
      });
    },
  };
}
