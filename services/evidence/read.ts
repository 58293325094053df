/** The bytes of a piece of evidence. A reviewer's opening of it is recorded (DESIGN.md §2 "Evidence"). */
import { eq } from 'drizzle-orm';
import { blob, evidence, model, version } from '#db/schema/register.ts';
import { isApprovingRole } from '#domain/access/roles.ts';
import type { Digest } from '#domain/artifact/digest.ts';
import { ofModel, thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { changed, mutate, query } from '../transact.ts';

export interface EvidenceFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

export async function readEvidence(ctx: Ctx, id: string): Promise<EvidenceFile> {
  const found = await query(ctx, 'evidence.read', thing(`evidence:${id}`), async (db) => {
    const [row] = await db
      .select({
        fileName: evidence.fileName,
        mediaType: evidence.mediaType,
        digest: evidence.digest,
        bytes: blob.bytes,
        namespace: model.namespace,
        name: model.name,
        version: version.version,
      })
      .from(evidence)
      .innerJoin(blob, eq(blob.digest, evidence.digest))
      .innerJoin(version, eq(version.id, evidence.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .where(eq(evidence.id, id));
    if (!row) throw new ServiceError('not-found', 'There is no such evidence');
    return row;
  });
  const digest = found.digest as Digest;
  if (ctx.actor.kind === 'person' && ctx.actor.grants.some(({ role }) => isApprovingRole(role))) {
    const ref = `${found.namespace}/${found.name}@${found.version}`;
    await mutate(ctx, 'evidence.read', ofModel(found, ref), async () =>
      changed(undefined, {
        action: 'evidence.opened',
        subject: ref,
        model: `${found.namespace}/${found.name}`,
        data: { digest },
      }),
    );
  }
  return { fileName: found.fileName, mediaType: found.mediaType, digest, bytes: found.bytes };
}
