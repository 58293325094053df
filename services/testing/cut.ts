/** Cuts the database connection at a chosen statement, as a crash or a network would, for tests of what is left behind. */
import type { Pool, PoolClient } from 'pg';
import type { Runtime } from '../runtime.ts';

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

export interface Watched {
  readonly runtime: Runtime;
  /** the statement that the cut hit; null when there were fewer */
  hit(): string | null;
}

type Query = (...args: unknown[]) => Promise<unknown>;

function textOf(query: unknown): string {
  return typeof query === 'string' ? query : String((query as { text?: unknown }).text);
}

function cutting(client: PoolClient, cut: Cut, onHit: (statement: string) => void): PoolClient {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  const query = client.query.bind(client) as unknown as Query;
  let count = 0;
  const counted: Query = async (...args) => {
    count += 1;
    if (count !== cut.at) return query(...args);
    onHit(textOf(args[0]));
    if (cut.moment === 'before') stream.destroy();
    const answer = query(...args);
    if (cut.moment === 'in-flight') setImmediate(() => stream.destroy());
    if (cut.moment !== 'after') return answer;
    await answer;
    stream.destroy();
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

/** The runtime with its gate's connections cut once. */
export function withCut(runtime: Runtime, cut: Cut): Watched {
  let hit: string | null = null;
  const pool = runtime.store.gatePool;
  const gatePool = new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') {
        return async () =>
          cutting(await target.connect(), cut, (statement) => {
            hit = statement;
          });
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  }) as Pool;
  return { runtime: { ...runtime, store: { ...runtime.store, gatePool } }, hit: () => hit };
}
