/**
 * Statements of fixed text for the paths that are walked all the time: the text is built once a process, parsed and
 * planned once a connection, and several go out together (batch.ts). `reading` and `writing` make different things of
 * them, so that a handle which only reads cannot be given one that writes.
 */
import { type Placeholder, type SQL, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';

/** What a statement can be given. Nothing here can fail to be written, so a batch is sent whole or not at all. */
export type Value = string | number | boolean | null | Date | Buffer | readonly string[];

/** One execution: a statement and its values as they go over the wire. */
export interface Call {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | Buffer | null)[];
}

export type Rows = readonly Readonly<Record<string, unknown>>[];

/** What to ask the database, and how to read what it says. Sent with `ask`, or by the transaction that it opens. */
export interface Question<T> {
  readonly calls: readonly Call[];
  read(answers: readonly Rows[]): T;
}

/** What to write. Only a transaction that ends in the ledger can send it (write.ts). */
export interface Write {
  readonly write: Call;
}

const dialect = new PgDialect();

/** Names of the values, as the text names them. */
export type Named<P> = { readonly [K in keyof P & string]: Placeholder<K> };

const named = new Proxy({}, { get: (_, name) => sql.placeholder(String(name)) });

function quoted(item: string): string {
  return `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function onWire(value: Value | undefined): string | Buffer | null {
  if (value === null || value === undefined || typeof value === 'string' || Buffer.isBuffer(value))
    return value ?? null;
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? `{${value.map(quoted).join(',')}}` : String(value);
}

const texts = new Map<string, string>();

/** Throws when another statement has the name: a connection knows statements by name. */
function prepare<P>(name: string, build: (values: Named<P>) => SQL): (values: P) => Call {
  const { sql: text, params } = dialect.sqlToQuery(build(named as Named<P>));
  if ((texts.get(name) ?? text) !== text) throw new Error(`Two statements are called ${name}`);
  texts.set(name, text);
  const names = params.map((param) => (param as Placeholder).name as keyof P);
  return (values) => ({ name, text, values: names.map((key) => onWire(values[key] as Value)) });
}

/** A statement that reads or locks. `R` is one row as the driver gives it. */
export function reading<P extends Readonly<Record<keyof P, Value>>, R extends object>(
  name: string,
  build: (values: Named<P>) => SQL,
): (values: P) => Question<readonly R[]> {
  const call = prepare(name, build);
  return (values) => ({ calls: [call(values)], read: ([rows = []]) => rows as readonly unknown[] as readonly R[] });
}

/** A statement that writes. */
export function writing<P extends Readonly<Record<keyof P, Value>>>(
  name: string,
  build: (values: Named<P>) => SQL,
): (values: P) => Write {
  const call = prepare(name, build);
  return (values) => ({ write: call(values) });
}

type Answers<Q extends readonly Question<unknown>[]> = { [I in keyof Q]: Q[I] extends Question<infer T> ? T : never };

/** Several questions in one round trip, carried out in their order: each sees what the ones before it have locked. */
export function together<const Q extends readonly Question<unknown>[]>(...questions: Q): Question<Answers<Q>> {
  return {
    calls: questions.flatMap(({ calls }) => calls),
    read(answers) {
      let from = 0;
      return questions.map(({ calls, read }) => {
        const own = answers.slice(from, from + calls.length);
        from += calls.length;
        return read(own);
      }) as Answers<Q>;
    },
  };
}

/** The same question, its answer in other words. */
export function reworded<T, U>(question: Question<T>, words: (answer: T) => U): Question<U> {
  return { calls: question.calls, read: (answers) => words(question.read(answers)) };
}

/** What need not be asked, because it is known. */
export function known<T>(answer: T): Question<T> {
  return { calls: [], read: () => answer };
}
