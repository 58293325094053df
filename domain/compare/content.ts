/**
 * What changed in the content that a review is about: the canonical value that the content digest is of (gate/content-digest),
 * before and after, leaf by leaf. It answers "why does the old approval not count?".
 */
import type { Json } from '#domain/canonical/json.ts';
import { compareItems, type Item, type Section, section } from './entry.ts';

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What tells one element of a list from the others where it has a name; otherwise all of it does. */
function nameOf(value: Json): string {
  if (!isObject(value)) return JSON.stringify(value);
  const named = ['type', 'ref', 'source', 'because', 'relation', 'digest'].flatMap((name) =>
    typeof value[name] === 'string' && (name !== 'digest' || !('ref' in value)) ? [value[name]] : [],
  );
  return named.length > 0 ? named.join(' ') : JSON.stringify(value);
}

function leaves(value: Json, at: string): Item[] {
  if (Array.isArray(value)) {
    return value.flatMap((one: Json): Item[] => {
      const key = `${at}: ${nameOf(one)}`;
      return isObject(one)
        ? [{ key, value: JSON.stringify(one), parts: partsOf(one) }]
        : [{ key, value: JSON.stringify(one) }];
    });
  }
  if (isObject(value)) {
    return Object.keys(value)
      .sort()
      .flatMap((name) => leaves(value[name] ?? null, at === '' ? name : `${at}.${name}`));
  }
  return [{ key: at, value: typeof value === 'string' ? value : JSON.stringify(value) }];
}

const partsOf = (value: { readonly [name: string]: Json }) =>
  Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, typeof part === 'string' ? part : JSON.stringify(part)]),
  );

export function compareContent(before: Json, after: Json): Section {
  return section('content', 'Reviewed content', compareItems(leaves(before, ''), leaves(after, '')));
}
