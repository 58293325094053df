/**
 * Registering (DESIGN.md §2 "Registration"). A version is bound to one digest for ever: the same again changes nothing,
 * other bytes are a conflict, the same bytes with a corrected manifest are the next revision of it.
 */
import { and, eq } from 'drizzle-orm';
import { manifestRevision, model, version } from '#db/schema/register.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import type { Registered } from '#domain/wire/registration.ts';
import { recordAct } from '../access/people-behind.ts';
import { ofModel, type Subject } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { refreshTiers } from '../gate/refresh-tiers.ts';
import { newId } from '../ids.ts';
import { changed, mutate, type Outcome, type Tx, unchanged } from '../transact.ts';
import { claimingTeam, claimNamespace } from './claim-namespace.ts';
import { recordCommitters } from './committers.ts';
import { addRevision, createVersion } from './create-version.ts';
import { adoptChildren } from './lineage-edges.ts';
import { listedFacts } from './listed-facts.ts';
import { type Accepted, readRegistration } from './read-registration.ts';

interface Known {
  readonly id: string;
  readonly digest: string;
  readonly revision: number;
  readonly manifestDigest: string;
  readonly state: 'active' | 'retired' | 'revoked';
}

async function findVersion(tx: Tx, modelId: string, name: string): Promise<Known | undefined> {
  const [row] = await tx.db
    .select({
      id: version.id,
      digest: version.artifactDigest,
      revision: version.revision,
      manifestDigest: manifestRevision.digest,
      state: version.state,
    })
    .from(version)
    .innerJoin(
      manifestRevision,
      and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
    )
    .where(and(eq(version.modelId, modelId), eq(version.version, name)))
    .for('update', { of: version });
  return row;
}

type LockedModel = Pick<typeof model.$inferSelect, 'id' | 'state'>;

async function lockModel(tx: Tx, name: Accepted['name'], teamId: string): Promise<LockedModel> {
  await tx.db
    .insert(model)
    .values({ id: newId(tx.now), ...name, teamId, createdAt: tx.now })
    .onConflictDoNothing();
  const [row] = await tx.db
    .select({ id: model.id, state: model.state })
    .from(model)
    .where(and(eq(model.namespace, name.namespace), eq(model.name, name.name)))
    .for('update');
  if (!row) throw new ServiceError('conflict', 'The model was changed at the same moment');
  return row;
}

type Did = Pick<Registered, 'revision' | 'result' | 'retrain' | 'state'>;

async function answer(tx: Tx, ctx: Ctx, input: Accepted, id: string, did: Did): Promise<Registered> {
  const [row] = await tx.db.select({ tier: version.tier }).from(version).where(eq(version.id, id));
  if (!row) throw new ServiceError('conflict', 'The version was changed at the same moment');
  return {
    model: input.model,
    version: input.manifest.version,
    ref: input.ref,
    digest: input.digest,
    manifestDigest: input.manifestDigest,
    tier: row.tier,
    ...did,
    url: `${ctx.runtime.origin}/models/${input.model}/versions/${encodeURIComponent(input.manifest.version)}`,
  };
}

/** Whoever registers takes part, and so do those who committed. */
async function recordPeople(tx: Tx, ctx: Ctx, input: Accepted, id: string): Promise<void> {
  await recordAct(tx, ctx.actor, id, 'registered');
  await recordCommitters(tx, id, input.committers);
}

async function create(tx: Tx, ctx: Ctx, input: Accepted, modelId: string, claimed: readonly LedgerEvent[]) {
  const about = { subject: input.ref, model: input.model };
  const { id, retrainOf } = await createVersion(tx, ctx, input, modelId);
  await recordPeople(tx, ctx, input, id);
  await refreshTiers(tx, [id]);
  const children = await adoptChildren(tx, input.ref, { id, digest: input.digest });
  const retiered = await refreshTiers(tx, children);
  const result = await answer(tx, ctx, input, id, {
    revision: 1,
    result: 'created',
    retrain: retrainOf !== null,
    state: 'active',
  });
  const retrained: LedgerEvent[] = retrainOf
    ? [
        {
          action: 'version.retrain-detected',
          ...about,
          data: { artifact: input.digest, approved: retrainOf.digest },
        },
      ]
    : [];
  return changed(
    result,
    {
      action: 'version.registered',
      ...about,
      data: {
        artifact: input.digest,
        manifest: input.manifestDigest,
        tier: result.tier,
        source: { repository: input.source.repository, commit: input.source.commit },
        retrainOf: retrainOf?.ref ?? null,
      },
    },
    ...retrained,
    ...claimed,
    ...retiered,
  );
}

async function revise(tx: Tx, ctx: Ctx, input: Accepted, known: Known) {
  const revision = known.revision + 1;
  await addRevision(tx, ctx, input, known.id, revision);
  await tx.db
    .update(version)
    .set({
      revision,
      ...listedFacts(input.manifest),
      ...(input.committers === null ? {} : { committersDeclared: true }),
    })
    .where(eq(version.id, known.id));
  await recordPeople(tx, ctx, input, known.id);
  const retiered = await refreshTiers(tx, [known.id]);
  const result = await answer(tx, ctx, input, known.id, {
    revision,
    result: 'revised',
    retrain: false,
    state: 'active',
  });
  const data = {
    revision,
    before: known.manifestDigest as Digest,
    after: input.manifestDigest,
    tier: result.tier,
  };
  return changed(result, { action: 'manifest.revised', subject: input.ref, model: input.model, data }, ...retiered);
}

/** Binds the version in a transaction that has been authorised: created, revised or unchanged, or a `conflict`. */
export async function registerIn(
  tx: Tx,
  ctx: Ctx,
  input: Accepted,
  claimBy: string | null,
): Promise<Outcome<Registered>> {
  const claim = await claimNamespace(tx, input.name.namespace, claimBy);
  const { id: modelId, state } = await lockModel(tx, input.name, claim.teamId);
  const known = await findVersion(tx, modelId, input.manifest.version);
  if (!known && state === 'retired') {
    throw new ServiceError(
      'conflict',
      `${input.model} is retired and takes no new versions. Its team takes it out of retirement on its page.`,
      'model-retired',
    );
  }
  if (!known) return create(tx, ctx, input, modelId, claim.events);
  if (known.digest !== input.digest) {
    throw new ServiceError(
      'conflict',
      `${input.ref} is bound to ${known.digest} for ever. Register other bytes as another version.`,
      'version-conflict',
    );
  }
  if (known.manifestDigest === input.manifestDigest) {
    const did: Did = { revision: known.revision, result: 'unchanged', retrain: false, state: known.state };
    return unchanged(await answer(tx, ctx, input, known.id, did));
  }
  if (known.state !== 'active') {
    throw new ServiceError(
      'conflict',
      `${input.ref} is ${known.state}, so its manifest stays as it is. Register a new version.`,
      'version-ended',
    );
  }
  return revise(tx, ctx, input, known);
}

/** Who would claim the namespace, and what the act is about: what `may` judges. */
export function registrationSubject(ctx: Ctx, input: Accepted): { claimBy: string | null; subject: Subject } {
  const claimBy = claimingTeam(ctx.actor, input.manifest.owner);
  return { claimBy, subject: ofModel(input.name, input.ref, claimBy === null ? {} : { claimBy }) };
}

/** 201, 200 or 409 by `result`: created or revised, unchanged, or a ServiceError `conflict`. */
export async function registerVersion(ctx: Ctx, body: unknown): Promise<Registered> {
  const input = readRegistration(body);
  const { claimBy, subject } = registrationSubject(ctx, input);
  return mutate(ctx, 'version.register', subject, (tx) => registerIn(tx, ctx, input, claimBy));
}
