/**
 * The one way to read and the one way to write (STYLE.md). `mutate` authorises, runs the work in one transaction, and
 * appends its events to the ledger before the commit; if a leaf cannot be written, nothing happened. A write without an
 * authorisation or without an event does not type-check: only this file may import db/write, and work that changed
 * something has to hand over at least one event.
 */
import { type Reader, reader } from '#db/read.ts';
import { ledgerHead } from '#db/schema/ledger.ts';
import { known, type Question, together, type Write } from '#db/statement.ts';
import { inTransaction, type Writer } from '#db/write.ts';
import { actorId } from '#domain/access/actor.ts';
import { type Action, may, type Relation } from '#domain/access/may.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Subject } from './access/subjects.ts';
import type { Ctx } from './context.ts';
import { translate } from './database-faults.ts';
import { isServiceError, ServiceError } from './errors.ts';
import { askForKey, openRetry, type Retried } from './idempotency.ts';
import { type LedgerTail, ledgerTail } from './ledger/append.ts';
import type { Runtime } from './runtime.ts';

/** A transaction that may write: its handle, its clock, and the ledger's end. */
export interface Tx {
  readonly db: Writer;
  readonly now: Date;
  readonly ledger: Pick<LedgerTail, 'lock'>;
  readonly retried: Retried;
}

export type Outcome<R> =
  | {
      readonly kind: 'changed';
      readonly result: R;
      readonly events: readonly [LedgerEvent, ...LedgerEvent[]];
      /** what is still to be written: sent together with the leaf and the commit */
      readonly writes: readonly Write[];
    }
  | { readonly kind: 'unchanged'; readonly result: R };

/** Something happened: the result, and what to write down about it. */
export function changed<R>(result: R, ...events: [LedgerEvent, ...LedgerEvent[]]): Outcome<R> {
  return { kind: 'changed', result, events, writes: [] };
}

/** The same, with the last of what happened still to be written. */
export function changedBy<R>(
  writes: readonly Write[],
  result: R,
  ...events: [LedgerEvent, ...LedgerEvent[]]
): Outcome<R> {
  return { kind: 'changed', result, events, writes };
}

/** Nothing happened, such as the repeat of an earlier request. The transaction is rolled back, so nothing can have. */
export function unchanged<R>(result: R): Outcome<R> {
  return { kind: 'unchanged', result };
}

/** Issuing and revoking have connections of their own: a busy browser side never keeps the gate waiting (T53). */
const GATE_ACTIONS: ReadonlySet<Action> = new Set(['promotion.request', 'token.revoke']);

function authorise(ctx: Ctx, action: Action, relations: ReadonlySet<Relation>): void {
  const permission = may(ctx.actor, action, relations);
  if (permission.allowed) return;
  throw new ServiceError(permission.unauthenticated ? 'unauthenticated' : 'forbidden', permission.reason);
}

type Work<R, A> = (tx: Tx, ahead: A) => Promise<Outcome<R>>;

async function run<R, A>(ctx: Ctx, action: Action, subject: Subject, work: Work<R, A>, ahead: Question<A>): Promise<R> {
  const { store, clock } = ctx.runtime;
  const pool = GATE_ACTIONS.has(action) ? store.gatePool : store.pool;
  const opening = together(subject.asked?.(ctx.actor) ?? known(null), askForKey(ctx), ahead);
  return inTransaction(
    pool,
    async (db, started, [relations, kept, found], step) => {
      const now = clock?.() ?? started;
      authorise(ctx, action, relations ?? (await subject.relations(db, ctx.actor)));
      const ledger = ledgerTail(step, actorId(ctx.actor), now);
      const retried = openRetry(ctx, kept);
      const outcome = await work({ db, now, ledger, retried }, found);
      if (outcome.kind === 'unchanged') return { ending: 'rollback', value: outcome.result };
      const leaves = await ledger.append(outcome.events);
      return { ending: 'commit', last: [...outcome.writes, ...retried.keep(now), leaves], value: outcome.result };
    },
    opening,
  );
}

/** Refusals of somebody known are events of their own: the transaction that refused has been rolled back. */
async function recordRefusal(ctx: Ctx, action: Action, subject: Subject, error: ServiceError): Promise<void> {
  if (ctx.actor.kind !== 'person' && ctx.actor.kind !== 'pipeline') {
    ctx.runtime.log.warn({ requestId: ctx.requestId, attempted: action, code: error.code }, 'refused');
    return;
  }
  if (error.code !== 'forbidden' && error.code !== 'conflict') return;
  const { store, clock } = ctx.runtime;
  const event: LedgerEvent = {
    action: 'access.denied',
    subject: subject.label,
    ...(subject.model === undefined ? {} : { model: subject.model }),
    data: { attempted: action, code: error.detail },
  };
  await inTransaction(store.pool, async (_db, started, _opened, step) => {
    const leaf = await ledgerTail(step, actorId(ctx.actor), clock?.() ?? started).append([event]);
    return { ending: 'commit', last: [leaf], value: undefined };
  });
}

/**
 * Authorise → work → events → commit. Throws ServiceError; a lost race is a `conflict`.
 * @param ahead what the work begins by asking or locking, sent in the round trip that opens the transaction. The work gets
 *   the answer only once the actor is authorised; otherwise the rollback lets go of it.
 */
export async function mutate<R, A = undefined>(
  ctx: Ctx,
  action: Action,
  subject: Subject,
  work: (tx: Tx, ahead: A) => Promise<Outcome<R>>,
  ahead: Question<A> = known(undefined as A),
): Promise<R> {
  try {
    return await run(ctx, action, subject, work, ahead);
  } catch (cause) {
    const error = translate(cause);
    if (isServiceError(error)) {
      // The refusal stands whether or not it could be written down; a ledger that cannot be written allows nothing anyway.
      await recordRefusal(ctx, action, subject, error).catch((failure: unknown) => {
        ctx.runtime.log.error({ requestId: ctx.requestId, err: failure }, 'a refusal could not be recorded');
      });
    }
    throw error;
  }
}

/** Makes the ledger's head on a new store and returns the log's name, which never changes afterwards. */
export async function initialiseLedger(runtime: Pick<Runtime, 'store' | 'clock'>, newOrigin: string): Promise<string> {
  return inTransaction(runtime.store.pool, async (db, started) => {
    // Several replicas may start on one new database: one of them makes the head, the others read it.
    await db
      .insert(ledgerHead)
      .values({
        id: 1,
        origin: newOrigin,
        size: 0,
        peaks: new Uint8Array(),
        tokens: 0,
        lastAt: runtime.clock?.() ?? started,
      })
      .onConflictDoNothing();
    const [head] = await db.select({ origin: ledgerHead.origin }).from(ledgerHead);
    if (!head) throw new Error('the ledger head could not be made');
    return { ending: 'commit', value: head.origin };
  });
}

/** Authorise → read. The handle cannot write. */
export async function query<R>(
  ctx: Ctx,
  action: Action,
  subject: Subject,
  work: (db: Reader, now: Date) => Promise<R>,
): Promise<R> {
  const db = reader(ctx.runtime.store.pool);
  try {
    authorise(ctx, action, await subject.relations(db, ctx.actor));
    return await work(db, await ctx.runtime.now());
  } catch (cause) {
    throw translate(cause);
  }
}
