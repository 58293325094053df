/** The query of a page's address. Hostile input: any name may be there, once or several times. */
export type PageQuery = Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;

type Query = Awaited<PageQuery>;

/** The first value of a name; undefined when it is absent, empty, or holds what no text of ours does (PostgreSQL has no NUL). */
export function one(query: Query, name: string): string | undefined {
  const value = query[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === '' || first?.includes('\0') ? undefined : first;
}

/** The value when it is one of those allowed. */
export function oneOf<T extends string>(query: Query, name: string, allowed: readonly T[]): T | undefined {
  const value = one(query, name);
  return allowed.find((candidate) => candidate === value);
}

/** The same address with some of its query changed; null takes a name away. */
export function hrefWith(path: string, query: Query, changes: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name in changes || value === undefined) continue;
    for (const single of typeof value === 'string' ? [value] : value) next.append(name, single);
  }
  for (const [name, value] of Object.entries(changes)) if (value !== null) next.set(name, value);
  const text = next.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The links of a keyset page: to its start when it is not there, and onwards when there is more. */
export function pagerLinks(
  path: string,
  query: Query,
  next: string | null,
): { firstHref: string | null; nextHref: string | null } {
  return {
    firstHref: one(query, 'cursor') === undefined ? null : hrefWith(path, query, { cursor: null }),
    nextHref: next === null ? null : hrefWith(path, query, { cursor: next }),
  };
}
