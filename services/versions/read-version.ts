/** One version with everything that a page or the CLI's `status` says of it. */
import { and, desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { review, token } from '#db/schema/gate.ts';
import { person, privateText, team } from '#db/schema/people.ts';
import { artifact, evidence, manifestRevision, model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import { type Action, may } from '#domain/access/may.ts';
import type { FileEntry } from '#domain/artifact/tree.ts';
import type { Decision } from '#domain/gate/decide.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';
import { endRefusal, type VersionState } from '#domain/gate/version-state.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { ofModel, thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { evaluateAll } from '../gate/evaluate.ts';
import { actorNames } from '../ledger/events.ts';
import { currentPolicy } from '../policies/load.ts';
import { query } from '../transact.ts';
import { type VersionName, versionId } from './find-version.ts';

/** Files shown with the page; the whole list is its own request. */
const FILES_SHOWN = 200;

export interface EnvironmentView {
  readonly name: string;
  readonly gated: boolean;
  /** what the gate would answer now; looking records nothing */
  readonly decision: Decision;
  readonly review: { readonly id: string; readonly state: ReviewState } | null;
}

export interface TokenRow {
  readonly jti: string;
  readonly environment: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly ledgerIndex: number;
  readonly requestedBy: string;
  /** whether who looks may revoke it while it lives */
  readonly mayRevoke: boolean;
}

export interface VersionView {
  readonly ref: string;
  readonly model: string;
  readonly version: string;
  readonly state: 'active' | 'retired' | 'revoked';
  /** who retired or revoked it, when and why */
  readonly ended: { readonly by: string; readonly at: Date; readonly reason: string } | null;
  /** slug of the team that owns the model */
  readonly team: string;
  /** what the reader may do to end it, as far as its state allows */
  readonly mayEnd: { readonly retire: boolean; readonly revoke: boolean };
  readonly tier: Tier;
  readonly retrain: boolean;
  readonly measuredBy: 'cli' | 'browser';
  readonly registeredAt: Date;
  readonly registeredBy: string;
  readonly artifact: {
    readonly digest: string;
    readonly fileCount: number;
    readonly byteCount: number;
    readonly omsRoot: { readonly codePoint: string; readonly component: string };
    /** at most 200 */
    readonly files: readonly FileEntry[];
  };
  readonly manifest: {
    readonly value: Manifest;
    /** as it was sent; null when it came as JSON */
    readonly text: string | null;
    readonly digest: string;
    readonly revision: number;
  };
  readonly source: { readonly repository: string | null; readonly commit: string | null };
  readonly evidence: readonly {
    readonly id: string;
    readonly type: 'evaluation' | 'scan' | 'document';
    readonly digest: string;
    readonly fileName: string;
    readonly producer: string | null;
    readonly outcome: string;
    readonly summary: string;
    readonly attachedAt: Date;
    readonly attachedBy: string;
  }[];
  /** under which other names the same bytes are registered */
  readonly sameDigest: readonly { readonly ref: string; readonly tier: Tier; readonly state: string }[];
  readonly environments: readonly EnvironmentView[];
  /** newest first, at most 20 */
  readonly tokens: readonly TokenRow[];
  /** belongs to the owning team: may register, attach, ask and issue */
  readonly mine: boolean;
}

export async function readVersion(ctx: Ctx, name: VersionName): Promise<VersionView> {
  const ref = `${name.namespace}/${name.name}@${name.version}`;
  return query(ctx, 'register.read', thing(ref), async (db, now) => {
    const id = await versionId(db, name);
    const endedBy = alias(person, 'ended_by');
    const endedByName = alias(privateText, 'ended_by_name');
    const endedReason = alias(privateText, 'ended_reason');
    const [row] = await db
      .select({
        version,
        artifact,
        manifest: manifestRevision,
        team: team.slug,
        endedBy: endedByName.text,
        endedReason: endedReason.text,
      })
      .from(version)
      .innerJoin(model, eq(model.id, version.modelId))
      .innerJoin(team, eq(team.id, model.teamId))
      .innerJoin(artifact, eq(artifact.digest, version.artifactDigest))
      .innerJoin(
        manifestRevision,
        and(eq(manifestRevision.versionId, version.id), eq(manifestRevision.number, version.revision)),
      )
      .leftJoin(endedBy, eq(endedBy.id, version.endedBy))
      .leftJoin(endedByName, eq(endedByName.id, endedBy.nameId))
      .leftJoin(endedReason, eq(endedReason.id, version.endedReasonId))
      .where(eq(version.id, id));
    if (!row) throw new ServiceError('not-found', `${ref} is not registered`, 'not-registered');
    const reports = await db
      .select()
      .from(evidence)
      .where(eq(evidence.versionId, id))
      .orderBy(desc(evidence.id))
      .limit(200);
    const tokens = await db
      .select()
      .from(token)
      .where(eq(token.versionId, id))
      .orderBy(desc(token.ledgerIndex))
      .limit(20);
    const reviews = await db
      .selectDistinctOn([review.environment], { id: review.id, environment: review.environment, state: review.state })
      .from(review)
      .where(eq(review.versionId, id))
      .orderBy(review.environment, desc(review.requestedAt), desc(review.id));
    const policy = await currentPolicy(db);
    const wanted = Object.entries(policy.document.environments);
    const evaluations = await evaluateAll(
      db,
      wanted.map(([environment]) => ({ versionId: id, environment })),
      ctx.runtime.trial,
      now,
    );
    const environments = evaluations.map(({ facts, decision }): EnvironmentView => {
      const found = reviews.find((one) => one.environment === facts.environment);
      return {
        name: facts.environment,
        gated: policy.document.environments[facts.environment]?.gated ?? true,
        decision,
        review: found ? { id: found.id, state: found.state } : null,
      };
    });
    const names = await actorNames(db, [
      row.version.registeredBy,
      ...reports.map(({ attachedBy }) => attachedBy),
      ...tokens.map(({ requestedBy }) => requestedBy),
    ]);
    const named = (actor: string) => names.get(actor) ?? actor;
    // The same for every environment, but for rejections, which the requirements of each tell.
    const relations = await ofModel(name).relations(db, ctx.actor);
    const mayEnd = (action: Action, to: VersionState) =>
      endRefusal(row.version.state, to) === null && may(ctx.actor, action, relations).allowed;
    const twins = evaluations[0]?.facts.sameDigest ?? [];
    return {
      ref,
      model: `${name.namespace}/${name.name}`,
      version: row.version.version,
      state: row.version.state,
      ended: row.version.endedAt && {
        by: row.endedBy ?? 'Erased person',
        at: row.version.endedAt,
        reason: row.endedReason ?? 'Erased',
      },
      team: row.team,
      mayEnd: { retire: mayEnd('version.retire', 'retired'), revoke: mayEnd('version.revoke', 'revoked') },
      tier: row.version.tier,
      retrain: row.version.retrain,
      measuredBy: row.version.measuredBy,
      registeredAt: row.version.registeredAt,
      registeredBy: named(row.version.registeredBy),
      artifact: {
        digest: row.artifact.digest,
        fileCount: row.artifact.fileCount,
        byteCount: row.artifact.byteCount,
        omsRoot: { codePoint: row.artifact.omsCodePoint, component: row.artifact.omsComponent },
        files: row.artifact.files.slice(0, FILES_SHOWN),
      },
      manifest: {
        value: row.manifest.manifest,
        text: row.manifest.text,
        digest: row.manifest.digest,
        revision: row.manifest.number,
      },
      source: { repository: row.manifest.repository, commit: row.manifest.commit },
      evidence: reports.map((report) => ({
        id: report.id,
        type: report.type,
        digest: report.digest,
        fileName: report.fileName,
        producer: report.producer,
        outcome: report.outcome,
        summary: report.summary,
        attachedAt: report.attachedAt,
        attachedBy: named(report.attachedBy),
      })),
      sameDigest: twins.map(({ ref: twin, tier, state }) => ({ ref: twin, tier, state })),
      environments,
      tokens: tokens.map(({ jti, environment, issuedAt, expiresAt, revokedAt, ledgerIndex, requestedBy }) => ({
        jti,
        environment,
        issuedAt,
        expiresAt,
        revokedAt,
        ledgerIndex,
        requestedBy: named(requestedBy),
        mayRevoke: may(ctx.actor, 'token.revoke', new Set(requestedBy === actorId(ctx.actor) ? ['requester'] : []))
          .allowed,
      })),
      mine: ctx.actor.kind === 'person' && ctx.actor.teams.includes(row.team),
    };
  });
}
