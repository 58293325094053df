/** A pipeline key: scoped to models and environments, at most 90 days, kept as a hash and shown once. */
import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { pipelineKey, team } from '#db/schema/people.ts';
import { requireStepUp } from '../access/step-up.ts';
import { ofTeam } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { KEY_PREFIX, keyHash } from '../people/read-actor.ts';
import { Slug } from '../slug.ts';
import { changed, mutate } from '../transact.ts';

const MAX_DAYS = 90;

export const NewKey = z.strictObject({
  name: z.string().trim().min(1, 'Enter a name').max(100),
  team: Slug,
  models: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]*\/(\*|[a-z0-9][a-z0-9-]*)$/, 'namespace/name, or namespace/*'))
    .min(1, 'Name at least one model')
    .max(50),
  environments: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/))
    .min(1, 'Choose at least one environment')
    .max(20),
  days: z.coerce.number().int().min(1).max(MAX_DAYS, `At most ${MAX_DAYS} days`),
});

export interface CreatedKey {
  readonly id: string;
  /** the only time that it is seen */
  readonly secret: string;
  readonly expiresAt: Date;
}

export async function createKey(ctx: Ctx, input: unknown): Promise<CreatedKey> {
  const key = parse(NewKey, input);
  return mutate(ctx, 'key.create', ofTeam(key.team), async (tx) => {
    if (tx.retried.again) {
      throw new ServiceError(
        'conflict',
        'The key of the first request was shown once. Make another with a new Idempotency-Key.',
        'key-made',
      );
    }
    if (ctx.actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a signed-in person makes keys');
    requireStepUp(ctx, tx.now);
    const [owner] = await tx.db.select({ id: team.id }).from(team).where(eq(team.slug, key.team));
    if (!owner) throw new ServiceError('not-found', `There is no team ${key.team}`);
    const id = newId(tx.now);
    const secret = KEY_PREFIX + randomBytes(32).toString('base64url');
    const expiresAt = new Date(tx.now.getTime() + key.days * 86_400_000);
    await tx.db.insert(pipelineKey).values({
      id,
      name: key.name,
      hash: keyHash(secret),
      prefix: secret.slice(0, 10),
      teamId: owner.id,
      makerId: ctx.actor.id,
      models: key.models,
      environments: key.environments,
      createdAt: tx.now,
      expiresAt,
    });
    return changed(
      { id, secret, expiresAt },
      {
        action: 'key.created',
        subject: `key:${id}`,
        data: { team: key.team, models: key.models, environments: key.environments, until: expiresAt.toISOString() },
      },
    );
  });
}
