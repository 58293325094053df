/** Which exemptions an actor may see: people all of them, as they may the register; a pipeline those within its scope. */
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { exemption } from '#db/schema/exemptions.ts';
import { team } from '#db/schema/people.ts';
import { model } from '#db/schema/register.ts';
import type { Actor } from '#domain/access/actor.ts';

export function visibleTo(actor: Actor): SQL | undefined {
  if (actor.kind !== 'pipeline') return undefined;
  return and(
    eq(team.slug, actor.team),
    inArray(exemption.environment, [...actor.environments]),
    or(
      inArray(sql`${model.namespace} || '/' || ${model.name}`, [...actor.models]),
      inArray(sql`${model.namespace} || '/*'`, [...actor.models]),
    ),
  );
}
