/** Who took part in a version: recorded acts, committers matched to people, and the owning teams' members since. */
import { and, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { person, privateText, team, teamMember } from '#db/schema/people.ts';
import { model, versionAct, versionCommitter } from '#db/schema/register.ts';
import type { Act } from '#domain/access/separation.ts';
import type { GateFacts } from '#domain/gate/facts.ts';

export interface Involvement {
  readonly acts: readonly Act[];
  readonly committers: GateFacts['committers'];
}

interface Subject {
  readonly id: string;
  readonly modelId: string;
  readonly registeredAt: Date;
  readonly committersDeclared: boolean;
}

async function members(db: Reader, subject: Subject, owner: string): Promise<Act[]> {
  const owningTeam = alias(team, 'owning_team');
  const slugs = db.select({ id: model.teamId }).from(model).where(eq(model.id, subject.modelId));
  const rows = await db
    .selectDistinct({ personId: teamMember.personId, slug: owningTeam.slug })
    .from(teamMember)
    .innerJoin(owningTeam, eq(owningTeam.id, teamMember.teamId))
    .where(
      and(
        or(inArray(teamMember.teamId, slugs), sql`'team:' || ${owningTeam.slug} = ${owner}`),
        or(isNull(teamMember.until), gte(teamMember.until, subject.registeredAt)),
      ),
    );
  return rows.map(({ personId, slug }) => ({ kind: 'team-member', personId, detail: slug }));
}

/** `owner` is the manifest's: the owning team counts beside the one that holds the namespace. */
export async function loadInvolvement(db: Reader, subject: Subject, owner: string): Promise<Involvement> {
  const recorded = await db
    .selectDistinct({ kind: versionAct.kind, personId: versionAct.personId, detail: versionAct.detail })
    .from(versionAct)
    .where(eq(versionAct.versionId, subject.id));
  const committers = await db
    .select({ id: versionCommitter.id, personId: person.id })
    .from(versionCommitter)
    .innerJoin(privateText, eq(privateText.id, versionCommitter.emailId))
    .leftJoin(person, and(eq(person.emailKey, privateText.text), eq(person.emailVerified, true)))
    .where(eq(versionCommitter.versionId, subject.id));
  const acts: Act[] = [
    ...recorded,
    ...committers.flatMap(({ personId }): Act[] =>
      personId === null ? [] : [{ kind: 'committed', personId, detail: '' }],
    ),
    ...(await members(db, subject, owner)),
  ];
  const key = (act: Act) => `${act.kind} ${act.personId} ${act.detail}`;
  return {
    // Ordered, so that the same facts have the same canonical text.
    acts: acts.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    committers: subject.committersDeclared ? committers : null,
  };
}
