/**
 * Taking over what a person owned who left. The manifests keep the name; the model records who owns it instead, so that
 * `owner-known` is met again. Said by whoever answers for the owning team, or by an administrator, and only about a person
 * who is really gone; who takes over is an active member of that team, and approves nothing of it (separation.ts).
 */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { person } from '#db/schema/people.ts';
import { manifestRevision, model, ownerTakeover, version } from '#db/schema/register.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { keep } from '../private-text.ts';
import { holdsMember } from '../teams/active-member.ts';
import { changed, mutate } from '../transact.ts';

export const Takeover = z.strictObject({
  namespace: z.string().max(200),
  name: z.string().max(200),
  /** as the manifests name who left: `user:<email>` */
  owner: z
    .string()
    .max(400)
    .regex(/^user:/i, 'A person, as the manifest names them')
    .toLowerCase(),
  personId: z.uuid('Choose who takes over'),
  reason: z.string().trim().min(1, 'Say why').max(2_000),
});

export async function takeOver(ctx: Ctx, input: unknown): Promise<void> {
  const { namespace, name, owner, personId, reason } = parse(Takeover, input);
  const full = `${namespace}/${name}`;
  return mutate(ctx, 'owner.take-over', ofModel({ namespace, name }), async (tx) => {
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person does this');
    const [row] = await tx.db
      .select({ id: model.id, teamId: model.teamId })
      .from(model)
      .where(and(eq(model.namespace, namespace), eq(model.name, name)))
      .for('update');
    if (!row) throw new ServiceError('not-found', `There is no model ${full}`);
    const [named] = await tx.db
      .select({ id: version.id })
      .from(version)
      .innerJoin(
        manifestRevision,
        and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
      )
      .where(and(eq(version.modelId, row.id), sql`lower(${manifestRevision.manifest} ->> 'owner') = ${owner}`))
      .limit(1);
    if (!named) throw new ServiceError('not-found', `No version of ${full} names ${owner} as its owner`);
    const [present] = await tx.db
      .select({ id: person.id })
      .from(person)
      .where(and(eq(person.emailKey, owner.slice('user:'.length)), isNull(person.disabledAt)));
    if (present)
      throw new ServiceError('precondition', `${owner} is still here; a manifest names another owner`, 'owner-present');
    if (!(await holdsMember(tx, row.teamId, personId)))
      throw new ServiceError('invalid', 'Who takes over is an active member of the owning team', 'member', [
        { path: '/personId', message: 'Not an active member of the owning team' },
      ]);
    const kept = await keep(tx, reason);
    const left = await keep(tx, owner);
    await tx.db.insert(ownerTakeover).values({
      id: newId(tx.now),
      modelId: row.id,
      owner,
      personId,
      reasonId: kept.id,
      takenBy: ctx.actor.id,
      at: tx.now,
    });
    return changed(undefined, {
      action: 'owner.taken-over',
      subject: full,
      model: full,
      data: { owner: left.commitment, by: `person:${personId}`, reason: kept.commitment },
    });
  });
}
