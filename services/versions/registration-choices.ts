/** What a form for registering can offer to choose from, for whoever fills it in. Nothing has to be chosen from it. */
import { asc, eq, inArray } from 'drizzle-orm';
import { namespace, team } from '#db/schema/people.ts';
import { TAG_FLOORS } from '#domain/risk/facts.ts';
import { maxTier, type Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { currentPolicy } from '../policies/load.ts';
import { query } from '../transact.ts';
import { listUseCases, type UseCaseRow } from '../use-cases/list.ts';
import { listModels } from './list-models.ts';

export interface RegistrationChoices {
  readonly teams: readonly string[];
  readonly email: string;
  /** that one's teams hold */
  readonly namespaces: readonly string[];
  readonly useCases: readonly Pick<UseCaseRow, 'slug' | 'title' | 'state'>[];
  readonly tags: readonly { readonly tag: string; readonly floor: Tier }[];
  readonly environments: readonly string[];
  /** newest versions of one's teams' models */
  readonly versions: readonly string[];
}

/** More teams than anybody is in for long. */
const TEAMS = 8;
const SHOWN = 200;

export async function registrationChoices(ctx: Ctx): Promise<RegistrationChoices> {
  const { actor } = ctx;
  const teams = actor.kind === 'person' ? actor.teams.slice(0, TEAMS) : [];
  const { policy, held } = await query(ctx, 'register.read', thing('register'), async (db) => ({
    policy: await currentPolicy(db),
    held:
      teams.length === 0
        ? []
        : await db
            .select({ name: namespace.name })
            .from(namespace)
            .innerJoin(team, eq(team.id, namespace.teamId))
            .where(inArray(team.slug, [...teams]))
            .orderBy(asc(namespace.name))
            .limit(SHOWN),
  }));
  const useCases = await listUseCases(ctx, { limit: SHOWN });
  const models = teams.length === 0 ? [] : (await listModels(ctx, { owner: teams, limit: 50 })).rows;
  const { floors, environments } = policy.document;
  const tags = new Map(Object.entries(TAG_FLOORS));
  for (const [tag, floor] of Object.entries(floors)) tags.set(tag, maxTier(floor, tags.get(tag) ?? floor));
  return {
    teams,
    email: actor.kind === 'person' ? actor.email : '',
    namespaces: held.map(({ name }) => name),
    useCases: useCases.rows.map(({ slug, title, state }) => ({ slug, title, state })),
    tags: [...tags].map(([tag, floor]) => ({ tag, floor })),
    environments: Object.keys(environments),
    versions: models.map(({ model, newest }) => `${model}@${newest.version}`),
  };
}
