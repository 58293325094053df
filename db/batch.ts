/**
 * Several statements in one round trip: the extended protocol with one Sync behind all of them (PostgreSQL documentation,
 * "Pipelining"). The server carries them out one after another, each with a snapshot of its own; after an error it skips
 * the rest, whatever that is. So a COMMIT at the end of a batch is carried out when everything before it succeeded, and
 * never otherwise.
 */
import pg, { type Connection, type Pool, type PoolClient, type Submittable } from 'pg';
import type { Call, Rows } from './statement.ts';

export interface Executed {
  readonly rows: Rows;
  /** the command that was carried out, such as `COMMIT`; PostgreSQL answers ROLLBACK to the COMMIT of what has failed */
  readonly command: string;
}

type Callback = (error: Error | null | undefined, executed?: readonly Executed[]) => void;

/** What @types/pg leaves out of the driver that every Submittable (pg-cursor, pg-query-stream) uses. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Readonly<Record<string, string>>;
  parse(statement: { name: string; text: string }): void;
  describe(what: { type: 'S'; name: string }): void;
  bind(what: { statement: string; values: readonly (string | Buffer | null)[] }): void;
  execute(): void;
  sync(): void;
}

interface RowReader {
  addFields(fields: unknown): void;
  parseRow(values: unknown): Record<string, unknown>;
}
const { Result } = pg as unknown as { Result: new () => RowReader };

/** How the rows of each statement read (null: it gives none), by connection: asked once, like its plan. */
type Described = Map<string, RowReader | null>;
const described = new WeakMap<object, Described>();

function describedOn(connection: object): Described {
  const found: Described = described.get(connection) ?? new Map();
  described.set(connection, found);
  return found;
}

/** What `pg` is given as one query. It calls the `handle…` methods as the server's messages arrive. */
export class Batch implements Submittable {
  /** set by `pg` */
  callback: Callback | undefined;
  readonly #executed: Executed[] = [];
  #rows: Record<string, unknown>[] = [];
  #described: Described = new Map();

  constructor(readonly calls: readonly Call[]) {}

  /** The statement that the next message is about; by these two `pg` notes what the connection has parsed. */
  get name(): string | undefined {
    return this.calls[this.#executed.length]?.name;
  }
  get text(): string | undefined {
    return this.calls[this.#executed.length]?.text;
  }

  submit(connection: Connection): null {
    const wire = connection as unknown as Wire;
    this.#described = describedOn(connection);
    const sent = new Set<string>();
    // One system call, however many statements.
    wire.stream.cork();
    try {
      for (const { name, text, values } of this.calls) {
        if (!sent.has(name) && wire.parsedStatements[name] !== text) wire.parse({ name, text });
        if (!sent.has(name) && !this.#described.has(name)) wire.describe({ type: 'S', name });
        sent.add(name);
        wire.bind({ statement: name, values });
        wire.execute();
      }
    } finally {
      wire.sync();
      wire.stream.uncork();
    }
    return null;
  }

  handleRowDescription({ fields }: { fields: unknown }): void {
    const reader = new Result();
    reader.addFields(fields);
    this.#described.set(this.name ?? '', reader);
  }

  handleDataRow({ fields }: { fields: unknown }): void {
    const reader = this.#described.get(this.name ?? '');
    if (reader) this.#rows.push(reader.parseRow(fields));
  }

  handleCommandComplete({ text }: { text: string }): void {
    const name = this.name ?? '';
    if (!this.#described.has(name)) this.#described.set(name, null);
    this.#executed.push({ rows: this.#rows, command: text });
    this.#rows = [];
  }

  handleError(error: Error): void {
    this.callback?.(error);
    this.callback = undefined;
  }

  handleReadyForQuery(): void {
    this.callback?.(null, this.#executed);
    this.callback = undefined;
  }
}

/** Sends the calls together. Rejects with the first error; nothing behind it was carried out. */
export function send(through: Pool | PoolClient, calls: readonly Call[]): Promise<readonly Executed[]> {
  const { query } = through as unknown as { query(batch: Batch, values: undefined, callback: Callback): void };
  return new Promise((resolve, reject) => {
    query.call(through, new Batch(calls), undefined, (error, executed) =>
      error ? reject(withOwnStack(error)) : resolve(executed ?? []),
    );
  });
}

/** An error from the wire knows the socket that it came from and not who asked. */
function withOwnStack(error: Error): Error {
  Error.captureStackTrace(error, withOwnStack);
  return error;
}
