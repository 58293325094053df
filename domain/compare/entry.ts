/**
 * What two versions differ in, as data (UX.md "Compare"): sections of entries, each saying what was there and what is
 * there now. What is the same is an entry too, so that "only changes" is a view with a count and never a loss.
 */
export type Change = 'added' | 'removed' | 'changed' | 'renamed' | 'same';

export interface FieldChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** How a metric moved, and whether each side reaches what the policy asks; null where a side does not report it. */
export interface MetricChange {
  readonly delta: number | null;
  /** the policy's words for its threshold, `at least 0.9`; null when it has none */
  readonly threshold: string | null;
  readonly reached: { readonly before: boolean | null; readonly after: boolean | null };
}

export interface Entry {
  readonly label: string;
  readonly change: Change;
  readonly before: string | null;
  readonly after: string | null;
  /** what differs inside, where the thing has parts */
  readonly fields: readonly FieldChange[];
  readonly metric: MetricChange | null;
}

export interface Section {
  /** stable, for links: `manifest`, `data`, `requirements-production` */
  readonly id: string;
  readonly title: string;
  /** of everything, listed here or not */
  readonly counts: Readonly<Record<Change, number>>;
  /** changes first, then what is the same, each in the order of labels; at most `LISTED` */
  readonly entries: readonly Entry[];
  /** what the list leaves off */
  readonly unlisted: { readonly changes: number; readonly same: number };
}

/** One thing on one side. Things of the two sides with the same key are compared. */
export interface Item {
  readonly key: string;
  readonly value: string;
  readonly parts?: Readonly<Record<string, string | null>>;
}

/** More entries than this in one section are counted and not listed: nobody reads the thousandth, and a page has to load. */
export const LISTED = 500;

/** Section by section, changes first and by label; the same for the same input, whatever order it was read in. */
export function section(id: string, title: string, entries: readonly Entry[]): Section {
  const counts = { added: 0, removed: 0, changed: 0, renamed: 0, same: 0 };
  for (const { change } of entries) counts[change] += 1;
  const byLabel = (a: Entry, b: Entry) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
  const changes = entries.filter(({ change }) => change !== 'same').sort(byLabel);
  const same = entries.filter(({ change }) => change === 'same').sort(byLabel);
  const listed = changes.slice(0, LISTED);
  const rest = same.slice(0, LISTED - listed.length);
  return {
    id,
    title,
    counts,
    entries: [...listed, ...rest],
    unlisted: { changes: changes.length - listed.length, same: same.length - rest.length },
  };
}

export function changesIn({ counts }: Section): number {
  return counts.added + counts.removed + counts.changed + counts.renamed;
}

/** Two things under one name are told apart by their place: `scores`, `scores (2)`. */
function keyed(items: readonly Item[]): Map<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) {
    let key = item.key;
    for (let nth = 2; found.has(key); nth += 1) key = `${item.key} (${nth})`;
    found.set(key, item);
  }
  return found;
}

function fieldsOf(before: Item, after: Item): FieldChange[] {
  const names = [...new Set([...Object.keys(before.parts ?? {}), ...Object.keys(after.parts ?? {})])].sort();
  return names.flatMap((name) => {
    const was = before.parts?.[name] ?? null;
    const is = after.parts?.[name] ?? null;
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

function entryOf(label: string, before: Item | undefined, after: Item | undefined): Entry {
  const fields = before && after ? fieldsOf(before, after) : [];
  const same = before && after && before.value === after.value && fields.length === 0;
  return {
    label,
    change: !before ? 'added' : !after ? 'removed' : same ? 'same' : 'changed',
    before: before?.value ?? null,
    after: after?.value ?? null,
    fields,
    metric: null,
  };
}

/** Every thing of either side once, by key. */
export function compareItems(before: readonly Item[], after: readonly Item[]): Entry[] {
  const [was, is] = [keyed(before), keyed(after)];
  return [...new Set([...was.keys(), ...is.keys()])].map((key) => entryOf(key, was.get(key), is.get(key)));
}
