/** Attaching a report, scan or document to a version: bytes stored by digest, bound to the version's artifact digest. */
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { blob, evidence, model, version } from '#db/schema/register.ts';
import { actorId } from '#domain/access/actor.ts';
import { type Digest, sha256 } from '#domain/artifact/digest.ts';
import { readReport } from '#domain/evidence/read-report.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import { EVIDENCE_TYPES, MAX_EVIDENCE_BYTES } from '#domain/wire/evidence.ts';
import { recordAct } from '../access/people-behind.ts';
import { ofModel } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { parse } from '../parse.ts';
import { changed, mutate, type Outcome, unchanged } from '../transact.ts';

export const Attachment = z.strictObject({
  ref: z.string().refine((text) => parseVersionRef(text) !== null, 'namespace/name@version'),
  type: z.enum(EVIDENCE_TYPES),
  fileName: z.string().min(1).max(255),
  mediaType: z
    .string()
    .regex(/^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,80}$/i)
    .default('application/octet-stream'),
  producer: z.string().trim().min(1).max(200).optional(),
  bytes: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.length > 0, 'The file is empty')
    .refine((bytes) => bytes.length <= MAX_EVIDENCE_BYTES, 'At most 25 MB'),
});

export interface Attached {
  readonly id: string;
  readonly ref: string;
  readonly type: string;
  readonly digest: Digest;
  readonly subject: Digest;
  readonly outcome: string;
  readonly summary: string;
  /** false when the same evidence was there already */
  readonly created: boolean;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The last component, without control characters: the name is shown and sent back, never opened. */
function baseName(name: string): string {
  return (name.split(/[/\\]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200) || 'evidence';
}

export async function attachEvidence(ctx: Ctx, input: unknown): Promise<Attached> {
  const file = parse(Attachment, input);
  const ref = parseVersionRef(file.ref);
  if (!ref) throw new ServiceError('invalid', 'namespace/name@version is expected');
  const [namespace = '', name = ''] = ref.model.split('/');
  const digest = sha256(file.bytes);
  const report = readReport(file.type, utf8(file.bytes));
  return mutate(
    ctx,
    'evidence.attach',
    ofModel({ namespace, name }, file.ref),
    async (tx): Promise<Outcome<Attached>> => {
      // Locked: nothing is decided about this version while what it is judged by changes.
      const [row] = await tx.db
        .select({ id: version.id, artifact: version.artifactDigest })
        .from(version)
        .innerJoin(model, eq(model.id, version.modelId))
        .where(and(eq(model.namespace, namespace), eq(model.name, name), eq(version.version, ref.version)))
        .for('update', { of: version });
      if (!row) throw new ServiceError('not-found', `${file.ref} is not registered`, 'not-registered');
      const subject = row.artifact as Digest;
      const answer = {
        ref: file.ref,
        type: file.type,
        digest,
        subject,
        outcome: report.outcome,
        summary: report.summary,
      };
      const [there] = await tx.db
        .select({ id: evidence.id })
        .from(evidence)
        .where(and(eq(evidence.versionId, row.id), eq(evidence.type, file.type), eq(evidence.digest, digest)));
      if (there) return unchanged({ id: there.id, ...answer, created: false });
      const id = newId(tx.now);
      await tx.db.insert(blob).values({ digest, bytes: file.bytes, size: file.bytes.length }).onConflictDoNothing();
      await tx.db.insert(evidence).values({
        id,
        versionId: row.id,
        type: file.type,
        digest,
        subjectDigest: subject,
        fileName: baseName(file.fileName),
        mediaType: file.mediaType,
        producer: file.producer ?? null,
        outcome: report.outcome,
        metrics: report.metrics,
        summary: report.summary,
        attachedBy: actorId(ctx.actor),
        attachedAt: tx.now,
      });
      await recordAct(tx, ctx.actor, row.id, 'supplied-evidence');
      return changed(
        { id, ...answer, created: true },
        {
          action: 'evidence.attached',
          subject: file.ref,
          model: ref.model,
          data: { type: file.type, digest, subject, outcome: report.outcome },
        },
      );
    },
  );
}
