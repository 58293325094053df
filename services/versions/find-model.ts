/** Finding a model by its name, with the team that answers for it. */
import { and, eq } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { person, privateText, team } from '#db/schema/people.ts';
import { model } from '#db/schema/register.ts';
import { ServiceError } from '../errors.ts';

export interface FoundModel {
  readonly id: string;
  readonly createdAt: Date;
  readonly state: 'active' | 'retired';
  /** the version registered last */
  readonly newestId: string | null;
  readonly team: {
    readonly slug: string;
    readonly name: string;
    /** null when nobody is, or they are disabled */
    readonly accountable: string | null;
  };
}

/** Throws `not-found`. */
export async function findModel(db: Reader, namespace: string, name: string): Promise<FoundModel> {
  const [row] = await db
    .select({
      id: model.id,
      createdAt: model.createdAt,
      state: model.state,
      newestId: model.newestId,
      slug: team.slug,
      teamName: team.name,
      accountable: privateText.text,
      disabledAt: person.disabledAt,
    })
    .from(model)
    .innerJoin(team, eq(team.id, model.teamId))
    .leftJoin(person, eq(person.id, team.accountableId))
    .leftJoin(privateText, eq(privateText.id, person.nameId))
    .where(and(eq(model.namespace, namespace), eq(model.name, name)));
  if (!row) throw new ServiceError('not-found', `There is no model ${namespace}/${name}`);
  const { id, createdAt, state, newestId, slug, teamName, accountable, disabledAt } = row;
  return {
    id,
    createdAt,
    state,
    newestId,
    team: { slug, name: teamName, accountable: disabledAt === null ? accountable : null },
  };
}
