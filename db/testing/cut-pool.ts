// Cuts a connection at a chosen statement, as a crash or a network would, for tests of what is left behind.

import type { Pool, PoolClient } from 'pg';
import { Batch } from '../batch.ts';

/**
 * `before`: the statement never reaches the server; `in-flight`: it is on its way and nobody waits for its answer;
 * `after`: the server carried it out, and the answer is lost.
 */
export type Moment = 'before' | 'in-flight' | 'after';

export interface Cut {
  /** the k-th statement of the transaction, BEGIN being the first; those that go out together count one by one */
  readonly at: number;
  readonly moment: Moment;
}

export interface CutPool {
  readonly pool: Pool;
  /** the statement that the cut hit; null when there were fewer */
  hit(): string | null;
}

type Answered = (error: Error | null | undefined, answer?: unknown) => void;
type Query = (query: unknown, values?: unknown, answered?: Answered) => Promise<unknown> | undefined;

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : String((query as { text?: unknown }).text);
}

const lost = () => new Error('Connection terminated unexpectedly');

/** What goes out in one write arrives in parts: the server gets the statements up to the cut, and nothing behind it. */
function cutBatch(client: PoolClient, query: Query, moment: Moment, arriving: Batch, answered?: Answered): void {
  if (moment === 'before' && arriving.calls.length === 0) sever(client);
  query(arriving, undefined, (error) => {
    sever(client);
    answered?.(error ?? lost());
  });
  if (moment === 'in-flight') setImmediate(() => sever(client));
}

function cutting(client: PoolClient, cut: Cut, onHit: (statement: string) => void): PoolClient {
  const query = client.query.bind(client) as unknown as Query;
  let count = 0;
  const single = async (...args: Parameters<Query>) => {
    if (cut.moment === 'before') sever(client);
    const answer = query(...args);
    if (cut.moment === 'in-flight') setImmediate(() => sever(client));
    if (cut.moment !== 'after') return answer;
    await answer;
    sever(client);
    throw lost();
  };
  const counted: Query = (...args) => {
    const [asked, , answered] = args;
    const calls = asked instanceof Batch ? asked.calls : [{ text: textOf(asked) }];
    const nth = cut.at - count;
    count += calls.length;
    const hit = calls[nth - 1];
    if (!hit) return query(...args);
    onHit(hit.text);
    if (!(asked instanceof Batch)) return single(...args);
    const arriving = new Batch(asked.calls.slice(0, cut.moment === 'before' ? nth - 1 : nth));
    cutBatch(client, query, cut.moment, arriving, answered);
    return undefined;
  };
  return new Proxy(client, {
    get(target, name) {
      if (name === 'query') return counted;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Breaks the connection a socket hangs on, without a word to the server. */
export function sever(client: PoolClient): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** The pool, with the connections that it lends cut once. */
export function cutPool(pool: Pool, cut: Cut): CutPool {
  let hit: string | null = null;
  const lend = async () =>
    cutting(await pool.connect(), cut, (statement) => {
      hit = statement;
    });
  const cutOnce = new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return lend;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { pool: cutOnce, hit: () => hit };
}
