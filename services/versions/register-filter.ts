/**
 * How the register is narrowed down: one condition a facet, several values of a facet meaning any of them, and words that
 * all have to be found. The list, its counts and the API all take their conditions from here, so they cannot disagree.
 */
import { type SQL, sql } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { team } from '#db/schema/people.ts';
import { model, useCase, useCaseVersion, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { likePattern } from '../paging.ts';

export type VersionState = 'active' | 'retired' | 'revoked';

/** Facets by the names of CONTRACT.md §4; an absent or empty one lets everything through. */
export interface RegisterFilter {
  /** words that all have to be in name, description or use case, or the beginning of a digest */
  readonly q?: string | undefined;
  readonly tier?: readonly Tier[] | undefined;
  /** slugs of owning teams */
  readonly owner?: readonly string[] | undefined;
  readonly state?: readonly VersionState[] | undefined;
  /** some version was let into one of these environments */
  readonly environment?: readonly string[] | undefined;
  /** a token for one of these environments can be used now */
  readonly live?: readonly string[] | undefined;
  readonly classification?: readonly string[] | undefined;
  readonly useCase?: readonly string[] | undefined;
  /** how the newest version was made; `from-scratch` when from nothing */
  readonly relation?: readonly string[] | undefined;
  /** what it was made from: `namespace/name` or `hf:org/name` */
  readonly base?: readonly string[] | undefined;
}

export const FACETS = [
  'tier',
  'owner',
  'state',
  'environment',
  'live',
  'classification',
  'useCase',
  'relation',
  'base',
] as const satisfies readonly (keyof RegisterFilter)[];

export type Facet = (typeof FACETS)[number];

const MAX_WORDS = 8;

const list = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;

/** Models with a token for one of these environments; `until` asks for tokens that can still be used then. */
function promotedTo(environments: readonly string[], until: Date | null): SQL {
  const usable = until === null ? sql`` : sql` and t.expires_at > ${until.toISOString()} and t.revoked_at is null`;
  return sql`${model.id} in (select o.model_id from ${token} t join ${version} o on o.id = t.version_id
    where t.environment = any(${list(environments)})${usable})`;
}

/** The condition of one facet on (model, team, its newest version); undefined when nothing is chosen in it. */
export function facetCondition(facet: Facet, filter: RegisterFilter, now: Date): SQL | undefined {
  const chosen = filter[facet];
  if (chosen === undefined || chosen.length === 0) return undefined;
  const values = list(chosen);
  switch (facet) {
    case 'tier':
      return sql`${version.tier} = any(${values})`;
    case 'owner':
      return sql`${team.slug} = any(${values})`;
    case 'state':
      return sql`${version.state} = any(${values})`;
    case 'environment':
      return promotedTo(chosen, null);
    case 'live':
      return promotedTo(chosen, now);
    case 'classification':
      return sql`${version.classification} && ${values}`;
    case 'useCase':
      return sql`${version.useCaseSlug} = any(${values})`;
    case 'relation':
      return sql`${version.relations} && ${values}`;
    case 'base':
      return sql`${version.bases} && ${values}`;
  }
}

/** `sha256:0123ab` or its digits alone, six at least: shorter ones are words. */
function digestPrefix(word: string): string | null {
  const digits = /^(?:sha256:)?([0-9a-f]{6,64})$/.exec(word.toLowerCase())?.[1];
  return digits === undefined ? null : `sha256:${digits}`;
}

function wordCondition(word: string): SQL {
  const pattern = likePattern(word);
  const text = sql`${model.namespace} || '/' || ${model.name} || ' ' || ${version.useCaseSlug} || ' ' || ${version.description}`;
  const titled = sql`${version.useCaseSlug} in (select u.slug from ${useCase} u join ${useCaseVersion} uv on uv.use_case_id = u.id
    where uv.state <> 'superseded' and uv.title ilike ${pattern})`;
  const prefix = digestPrefix(word);
  const digested =
    prefix === null
      ? sql``
      : sql` or ${model.id} in (select o.model_id from ${version} o where o.artifact_digest like ${`${prefix}%`})`;
  return sql`(${text} ilike ${pattern} or ${titled}${digested})`;
}

/** One condition a word; words beyond the eighth are not looked at. */
export function searchConditions({ q }: RegisterFilter): SQL[] {
  const words = (q ?? '').split(/\s+/).filter((word) => word !== '');
  return words.slice(0, MAX_WORDS).map(wordCondition);
}

/** Everything that is asked for. */
export function registerConditions(filter: RegisterFilter, now: Date): (SQL | undefined)[] {
  return [...searchConditions(filter), ...FACETS.map((facet) => facetCondition(facet, filter, now))];
}
