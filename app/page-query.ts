/** The query of a page's address. Hostile input: any name may be there, once or several times. */
export type PageQuery = Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;

type Query = Awaited<PageQuery>;

/** The first value of a name; undefined when it is absent, empty, or holds what no text of ours does (PostgreSQL has no NUL). */
export function one(query: Query, name: string): string | undefined {
  const value = query[name];
  const first = typeof value === 'string' ? value : value?.[0];
  return first === '' || first?.includes('\0') ? undefined : first;
}

/** Every value of a name, each once: given several times, or with commas between as the API writes it. */
export function many(query: Query, name: string): string[] {
  const value = query[name];
  const all = (typeof value === 'string' ? [value] : (value ?? [])).flatMap((one) => one.split(','));
  return [...new Set(all.filter((one) => one !== '' && !one.includes('\0')))].slice(0, 50);
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

/** The same address with one value of a name added, or taken away when it is there; from the first page on. */
export function hrefToggling(path: string, query: Query, name: string, value: string): string {
  const chosen = many(query, name);
  const left = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  const [base = path, kept = ''] = hrefWith(path, query, { [name]: null, cursor: null, peek: null }).split('?', 2);
  const next = new URLSearchParams(kept);
  for (const one of left) next.append(name, one);
  return next.size === 0 ? base : `${base}?${next}`;
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
