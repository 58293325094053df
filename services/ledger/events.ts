/** The ledger's events for people: filtered, newest first, with names looked up beside the pseudonyms. */
import { and, desc, eq, gte, inArray, like, lt, lte } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { ledgerEntry, ledgerHead } from '#db/schema/ledger.ts';
import { person, pipelineKey, privateText } from '#db/schema/people.ts';
import type { Json } from '#domain/canonical/json.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface EventFilter extends PageRequest {
  /** an action, or its first word with a dot: `version.` */
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly model?: string | undefined;
  readonly subject?: string | undefined;
  readonly after?: Date | undefined;
  readonly before?: Date | undefined;
}

export interface EventRow {
  readonly index: number;
  readonly at: Date;
  readonly action: string;
  /** `person:<id>`, `pipeline:<id>`, `system` */
  readonly actor: string;
  readonly actorName: string;
  readonly subject: string;
  /** of a person or a pipeline; null of everything that is its own name */
  readonly subjectName: string | null;
  readonly model: string | null;
}

export interface EventView extends EventRow {
  readonly data: Json;
  /** the bytes that are hashed */
  readonly leaf: string;
  readonly leafHash: string;
}

/** Names of the people and pipelines that appear, in two reads whatever their number. */
export async function actorNames(db: Reader, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = (kind: string) =>
    [...new Set(actors)].flatMap((actor) => (actor.startsWith(`${kind}:`) ? [actor.slice(kind.length + 1)] : []));
  const people = ids('person');
  const pipelines = ids('pipeline');
  const named =
    people.length === 0
      ? []
      : await db
          .select({ id: person.id, name: privateText.text })
          .from(person)
          .innerJoin(privateText, eq(privateText.id, person.nameId))
          .where(inArray(person.id, people));
  const keys =
    pipelines.length === 0
      ? []
      : await db
          .select({ id: pipelineKey.id, name: pipelineKey.name })
          .from(pipelineKey)
          .where(inArray(pipelineKey.id, pipelines));
  return new Map([
    ...named.map(({ id, name }) => [`person:${id}`, name ?? 'Erased person'] as const),
    ...keys.map(({ id, name }) => [`pipeline:${id}`, name] as const),
  ]);
}

export async function listEvents(ctx: Ctx, filter: EventFilter = {}): Promise<Page<EventRow>> {
  return query(ctx, 'ledger.read', thing('ledger'), async (db) => {
    const { limit, after } = pageOf(filter, 1);
    const rows = await db
      .select({
        index: ledgerEntry.index,
        at: ledgerEntry.at,
        action: ledgerEntry.action,
        actor: ledgerEntry.actor,
        subject: ledgerEntry.subject,
        model: ledgerEntry.model,
      })
      .from(ledgerEntry)
      .where(
        and(
          filter.action === undefined
            ? undefined
            : filter.action.endsWith('.')
              ? like(ledgerEntry.action, `${filter.action.replace(/[\\%_]/g, (char) => `\\${char}`)}%`)
              : eq(ledgerEntry.action, filter.action),
          filter.actor === undefined ? undefined : eq(ledgerEntry.actor, filter.actor),
          filter.model === undefined ? undefined : eq(ledgerEntry.model, filter.model),
          filter.subject === undefined ? undefined : eq(ledgerEntry.subject, filter.subject),
          filter.after === undefined ? undefined : gte(ledgerEntry.at, filter.after),
          filter.before === undefined ? undefined : lte(ledgerEntry.at, filter.before),
          after ? lt(ledgerEntry.index, Number(after[0])) : undefined,
        ),
      )
      .orderBy(desc(ledgerEntry.index))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const names = await actorNames(
      db,
      shown.flatMap(({ actor, subject }) => [actor, subject]),
    );
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => ({
        ...row,
        actorName: names.get(row.actor) ?? row.actor,
        subjectName: names.get(row.subject) ?? null,
      })),
      next: rows.length > limit && last ? [String(last.index)] : null,
    };
  });
}

export async function readEvent(ctx: Ctx, index: number): Promise<EventView> {
  return query(ctx, 'ledger.read', thing('ledger'), async (db) => {
    const [row] = await db.select().from(ledgerEntry).where(eq(ledgerEntry.index, index));
    if (!row) throw new ServiceError('not-found', 'The ledger has no such entry');
    const names = await actorNames(db, [row.actor, row.subject]);
    const leaf = JSON.parse(row.leaf) as { data: Json };
    return {
      ...row,
      actorName: names.get(row.actor) ?? row.actor,
      subjectName: names.get(row.subject) ?? null,
      data: leaf.data,
      leafHash: Buffer.from(row.leafHash).toString('hex'),
    };
  });
}

export interface HeadView {
  readonly origin: string;
  readonly size: number;
  readonly lastAt: Date;
}

export async function ledgerStanding(ctx: Ctx): Promise<HeadView> {
  return query(ctx, 'ledger.read', thing('ledger'), async (db) => {
    const [head] = await db
      .select({ origin: ledgerHead.origin, size: ledgerHead.size, lastAt: ledgerHead.lastAt })
      .from(ledgerHead);
    if (!head) throw new ServiceError('unavailable', 'The ledger has no head', 'ledger-missing');
    return head;
  });
}
