// Cuts a connection at a chosen statement, as a crash or a network would, for tests of what is left behind.

import type { Pool, PoolClient } from 'pg';

/**
 * `before`: the statement never reaches the server; `in-flight`: it is on its way and nobody waits for its answer;
 * `after`: the server carried it out, and the answer is lost.
 */
export type Moment = 'before' | 'in-flight' | 'after';

export interface Cut {
  /** the k-th statement of the transaction, BEGIN being the first */
  readonly at: number;
  readonly moment: Moment;
}

export interface CutPool {
  readonly pool: Pool;
  /** the statement that the cut hit; null when there were fewer */
  hit(): string | null;
}

type Query = (...args: unknown[]) => Promise<unknown>;

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : String((query as { text?: unknown }).text);
}

function cutting(client: PoolClient, cut: Cut, onHit: (statement: string) => void): PoolClient {
  const query = client.query.bind(client) as unknown as Query;
  let count = 0;
  const counted: Query = async (...args) => {
    count += 1;
    if (count !== cut.at) return query(...args);
    onHit(textOf(args[0]));
    if (cut.moment === 'before') sever(client);
    const answer = query(...args);
    if (cut.moment === 'in-flight') setImmediate(() => sever(client));
    if (cut.moment !== 'after') return answer;
    await answer;
    sever(client);
    throw new Error('Connection terminated unexpectedly');
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
