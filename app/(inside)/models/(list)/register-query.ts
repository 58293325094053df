/** The register's filter as the address holds it. Hostile input: values nobody knows are left out or match nothing. */
import { many, one, oneOf, type PageQuery } from '#app/page-query.ts';
import { MODEL_SORTS, type ModelRequest } from '#services/versions/list-models.ts';
import { FACETS, type Facet } from '#services/versions/register-filter.ts';

export const REGISTER_PATH = '/models';

export const TIER_NAMES = ['low', 'medium', 'high', 'critical'] as const;
export const STATES = ['active', 'retired', 'revoked'] as const;

export const FACET_TITLES: Readonly<Record<Facet, string>> = {
  tier: 'Tier',
  owner: 'Team',
  state: 'State',
  environment: 'Promoted to',
  live: 'Token in force for',
  classification: 'Tag',
  useCase: 'Use case',
  relation: 'Made by',
  base: 'Made from',
};

type Query = Awaited<PageQuery>;

const known = <T extends string>(values: readonly string[], names: readonly T[]) =>
  names.filter((name) => values.includes(name));

export function registerFilter(query: Query): ModelRequest {
  return {
    q: one(query, 'q')?.slice(0, 200),
    tier: known(many(query, 'tier'), TIER_NAMES),
    owner: many(query, 'owner'),
    state: known(many(query, 'state'), STATES),
    environment: many(query, 'environment'),
    live: many(query, 'live'),
    classification: many(query, 'classification'),
    useCase: many(query, 'useCase'),
    relation: many(query, 'relation'),
    base: many(query, 'base'),
    sort: oneOf(query, 'sort', MODEL_SORTS),
  };
}

/** What is chosen in facets, in their order. */
export function chosenValues(filter: ModelRequest): { facet: Facet; value: string }[] {
  return FACETS.flatMap((facet) => (filter[facet] ?? []).map((value) => ({ facet, value })));
}

/** The filter and its order as a query, in the order in which saved views keep it; empty when nothing is chosen. */
export function filterText(filter: ModelRequest): string {
  const text = new URLSearchParams(chosenValues(filter).map(({ facet, value }) => [facet, value]));
  if (filter.q !== undefined) text.append('q', filter.q);
  if (filter.sort !== undefined) text.append('sort', filter.sort);
  return text.toString();
}
