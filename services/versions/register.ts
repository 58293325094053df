/**
 * Registering (DESIGN.md §2 "Registration"). A version is bound to one digest for ever: the same again changes nothing,
 * other bytes are a conflict, the same bytes with a corrected manifest are the next revision of it.
 */
import { and, eq, or } from 'drizzle-orm';
import { artifact, lineageEdge, manifestRevision, model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import { omsRoots } from '#domain/artifact/oms-root.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import type { Registered } from '#domain/wire/registration.ts';
import { recordAct } from '../access/people-behind.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { refreshTiers } from '../gate/refresh-tiers.ts';
import { newId } from '../ids.ts';
import { changed, mutate, type Tx, unchanged } from '../transact.ts';
import { claimingTeam, claimNamespace } from './claim-namespace.ts';
import { recordCommitters } from './committers.ts';
import { newestApproved } from './newest-approved.ts';
import { type Accepted, readRegistration } from './read-registration.ts';

interface Known {
  readonly id: string;
  readonly digest: string;
  readonly revision: number;
  readonly manifestDigest: string;
}

async function findVersion(tx: Tx, modelId: string, name: string): Promise<Known | undefined> {
  const [row] = await tx.db
    .select({
      id: version.id,
      digest: version.artifactDigest,
      revision: version.revision,
      manifestDigest: manifestRevision.digest,
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

async function lockModel(tx: Tx, name: Accepted['name'], teamId: string): Promise<string> {
  await tx.db
    .insert(model)
    .values({ id: newId(tx.now), ...name, teamId, createdAt: tx.now })
    .onConflictDoNothing();
  const [row] = await tx.db
    .select({ id: model.id })
    .from(model)
    .where(and(eq(model.namespace, name.namespace), eq(model.name, name.name)))
    .for('update');
  if (!row) throw new ServiceError('conflict', 'The model was changed at the same moment');
  return row.id;
}

async function addRevision(tx: Tx, ctx: Ctx, input: Accepted, versionId: string, number: number): Promise<void> {
  await tx.db.insert(manifestRevision).values({
    versionId,
    number,
    manifest: input.manifest,
    text: input.text,
    digest: input.manifestDigest,
    repository: input.source.repository,
    commit: input.source.commit,
    registeredBy: actorId(ctx.actor),
    registeredAt: tx.now,
  });
  const { lineage } = input.manifest;
  if (!Array.isArray(lineage)) return;
  const parents = await findParents(
    tx,
    lineage.map(({ parent }) => parent),
  );
  await tx.db.insert(lineageEdge).values(
    lineage.map(({ relation, parent }) => ({
      id: newId(tx.now),
      childId: versionId,
      revision: number,
      relation,
      parent,
      parentId: parents.get(parent)?.id ?? null,
      parentDigest: parents.get(parent)?.digest ?? null,
    })),
  );
}

/** The registered ones among these refs; external bases and unknown versions are not in the map. */
async function findParents(
  tx: Tx,
  refs: readonly string[],
): Promise<ReadonlyMap<string, { id: string; digest: string }>> {
  const wanted = refs.flatMap((text) => {
    const ref = parseVersionRef(text);
    const [namespace, name] = ref?.model.split('/') ?? [];
    return ref && namespace !== undefined && name !== undefined ? [{ namespace, name, version: ref.version }] : [];
  });
  if (wanted.length === 0) return new Map();
  const rows = await tx.db
    .select({
      id: version.id,
      digest: version.artifactDigest,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(
      or(
        ...wanted.map((one) =>
          and(eq(model.namespace, one.namespace), eq(model.name, one.name), eq(version.version, one.version)),
        ),
      ),
    );
  return new Map(
    rows.map((row) => [`${row.namespace}/${row.name}@${row.version}`, { id: row.id, digest: row.digest }]),
  );
}

async function createVersion(
  tx: Tx,
  ctx: Ctx,
  input: Accepted,
  modelId: string,
): Promise<{ id: string; events: LedgerEvent[]; retrain: boolean }> {
  const [twin] = await tx.db
    .select({ version: version.version })
    .from(version)
    .where(and(eq(version.modelId, modelId), eq(version.artifactDigest, input.digest)));
  if (twin) {
    throw new ServiceError(
      'conflict',
      `These bytes are already registered as version ${twin.version} of this model; one digest is one version`,
      'digest-conflict',
    );
  }
  const roots = omsRoots(input.files);
  await tx.db
    .insert(artifact)
    .values({
      digest: input.digest,
      files: input.files,
      fileCount: input.files.length,
      byteCount: input.files.reduce((sum, { size }) => sum + size, 0),
      omsCodePoint: roots.codePoint,
      omsComponent: roots.component,
      firstSeenAt: tx.now,
    })
    .onConflictDoNothing();
  const approved = await newestApproved(tx.db, modelId);
  const retrain = ctx.actor.kind === 'pipeline' && approved !== null && approved.digest !== input.digest;
  const id = newId(tx.now);
  await tx.db.insert(version).values({
    id,
    modelId,
    version: input.manifest.version,
    artifactDigest: input.digest,
    measuredBy: input.measuredBy,
    retrain,
    registeredBy: actorId(ctx.actor),
    registeredAt: tx.now,
    revision: 1,
    useCaseSlug: input.manifest.useCase,
    tier: 'low',
    committersDeclared: input.committers !== null,
  });
  const about = { subject: input.ref, model: input.model };
  const events: LedgerEvent[] = retrain
    ? [{ action: 'version.retrain-detected', ...about, data: { artifact: input.digest, approved: approved.digest } }]
    : [];
  return { id, events, retrain };
}

/** 201, 200 or 409 by `result`: created or revised, unchanged, or a ServiceError `conflict`. */
export async function registerVersion(ctx: Ctx, body: unknown): Promise<Registered> {
  const input = readRegistration(body);
  const claimBy = claimingTeam(ctx.actor, input.manifest.owner);
  const subject = ofModel(input.name, input.ref, claimBy === null ? {} : { claimBy });
  return mutate(ctx, 'version.register', subject, async (tx) => {
    const claim = await claimNamespace(tx, input.name.namespace, claimBy);
    const modelId = await lockModel(tx, input.name, claim.teamId);
    const known = await findVersion(tx, modelId, input.manifest.version);
    const about = { subject: input.ref, model: input.model };
    const answer = async (
      id: string,
      revision: number,
      result: Registered['result'],
      retrain: boolean,
    ): Promise<Registered> => {
      const [row] = await tx.db.select({ tier: version.tier }).from(version).where(eq(version.id, id));
      return {
        model: input.model,
        version: input.manifest.version,
        ref: input.ref,
        digest: input.digest,
        manifestDigest: input.manifestDigest,
        revision,
        tier: row?.tier ?? 'high',
        result,
        retrain,
        url: `${ctx.runtime.origin}/models/${input.model}/versions/${encodeURIComponent(input.manifest.version)}`,
      };
    };

    if (known && known.digest !== input.digest) {
      throw new ServiceError(
        'conflict',
        `${input.ref} is bound to ${known.digest} for ever. Register other bytes as another version.`,
        'version-conflict',
      );
    }
    if (known && known.manifestDigest === input.manifestDigest) {
      return unchanged(await answer(known.id, known.revision, 'unchanged', false));
    }
    if (known) {
      const revision = known.revision + 1;
      await addRevision(tx, ctx, input, known.id, revision);
      await tx.db
        .update(version)
        .set({
          revision,
          useCaseSlug: input.manifest.useCase,
          ...(input.committers === null ? {} : { committersDeclared: true }),
        })
        .where(eq(version.id, known.id));
      await recordAct(tx, ctx.actor, known.id, 'registered');
      await recordCommitters(tx, known.id, input.committers);
      const retiered = await refreshTiers(tx, [known.id]);
      const result = await answer(known.id, revision, 'revised', false);
      return changed(
        result,
        {
          action: 'manifest.revised',
          ...about,
          data: { revision, before: known.manifestDigest as Digest, after: input.manifestDigest, tier: result.tier },
        },
        ...retiered,
      );
    }
    const created = await createVersion(tx, ctx, input, modelId);
    await addRevision(tx, ctx, input, created.id, 1);
    await recordAct(tx, ctx.actor, created.id, 'registered');
    await recordCommitters(tx, created.id, input.committers);
    await refreshTiers(tx, [created.id]);
    const result = await answer(created.id, 1, 'created', created.retrain);
    const approved = created.retrain ? await newestApproved(tx.db, modelId) : null;
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
          retrainOf: approved?.ref ?? null,
        },
      },
      ...created.events,
      ...claim.events,
    );
  });
}
