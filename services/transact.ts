/**
 * The one way to read and the one way to write (STYLE.md). `mutate` authorises, runs the work in one transaction, and
 * appends its events to the ledger before the commit; if a leaf cannot be written, nothing happened. A write without an
 * authorisation or without an event does not type-check: only this file may import db/write, and work that changed
 * something has to hand over at least one event.
 */
import { type Reader, reader } from '#db/read.ts';
import { ledgerHead } from '#db/schema/ledger.ts';
import { inTransaction, type Writer } from '#db/write.ts';
import { actorId } from '#domain/access/actor.ts';
import { type Action, may } from '#domain/access/may.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Subject } from './access/subjects.ts';
import type { Ctx } from './context.ts';
import { translate } from './database-faults.ts';
import { isServiceError, ServiceError } from './errors.ts';
import { openRetry, type Retried } from './idempotency.ts';
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
  | { readonly kind: 'changed'; readonly result: R; readonly events: readonly [LedgerEvent, ...LedgerEvent[]] }
  | { readonly kind: 'unchanged'; readonly result: R };

/** Something happened: the result, and what to write down about it. */
export function changed<R>(result: R, ...events: [LedgerEvent, ...LedgerEvent[]]): Outcome<R> {
  return { kind: 'changed', result, events };
}

/** Nothing happened, such as the repeat of an earlier request. The transaction is rolled back, so nothing can have. */
export function unchanged<R>(result: R): Outcome<R> {
  return { kind: 'unchanged', result };
}

/** Issuing and revoking have connections of their own: a busy browser side never keeps the gate waiting (T53). */
const GATE_ACTIONS: ReadonlySet<Action> = new Set(['promotion.request', 'token.revoke']);

async function authorise(ctx: Ctx, action: Action, subject: Subject, db: Reader): Promise<void> {
  const permission = may(ctx.actor, action, await subject.relations(db, ctx.actor));
  if (permission.allowed) return;
  throw new ServiceError(permission.unauthenticated ? 'unauthenticated' : 'forbidden', permission.reason);
}

async function run<R>(ctx: Ctx, action: Action, subject: Subject, work: (tx: Tx) => Promise<Outcome<R>>): Promise<R> {
  const { store, clock } = ctx.runtime;
  const pool = GATE_ACTIONS.has(action) ? store.gatePool : store.pool;
  return inTransaction(pool, async (db, started) => {
    const now = clock?.() ?? started;
    await authorise(ctx, action, subject, db);
    const ledger = ledgerTail(db, actorId(ctx.actor), now);
    const retried = await openRetry(db, ctx);
    const outcome = await work({ db, now, ledger, retried });
    if (outcome.kind === 'unchanged') return { ending: 'rollback', value: outcome.result };
    await retried.keep(now);
    await ledger.append(outcome.events);
    return { ending: 'commit', value: outcome.result };
  });
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
  await inTransaction(store.pool, async (db, started) => {
    await ledgerTail(db, actorId(ctx.actor), clock?.() ?? started).append([event]);
    return { ending: 'commit', value: undefined };
  });
}

/** Authorise → work → events → commit. Throws ServiceError; a lost race is a `conflict`. */
export async function mutate<R>(
  ctx: Ctx,
  action: Action,
  subject: Subject,
  work: (tx: Tx) => Promise<Outcome<R>>,
): Promise<R> {
  try {
    return await run(ctx, action, subject, work);
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
    await authorise(ctx, action, subject, db);
    return await work(db, await ctx.runtime.now());
  } catch (cause) {
    throw translate(cause);
  }
}
