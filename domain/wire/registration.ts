/** Bodies of `POST /api/v1/versions` and its answer (CONTRACT.md §4): one schema for CLI, server, form and OpenAPI. */
import { z } from 'zod';
import { Repository } from '../manifest/fields.ts';

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 lower-case hex digits');

export const FileRecord = z.strictObject({
  path: z.string().min(1).max(4096),
  /** bytes */
  size: z.int().min(0),
  /** lower-case hex */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits'),
});
export type FileRecord = z.infer<typeof FileRecord>;

export const Registration = z.strictObject({
  /** the text of countersign.yaml, or the same as JSON */
  manifest: z.union([z.string().max(1_048_576), z.record(z.string(), z.unknown())]),
  /** tree digest of the artifact (CONTRACT.md §6) */
  digest: Digest,
  files: z.array(FileRecord).min(1, 'An artifact has at least one file').max(100_000),
  /** where it was built; the manifest's own `source` holds when it has one */
  source: z
    .strictObject({
      /** as strict as the manifest's: it goes into the ledger, where a password in it could never be taken out again */
      repository: Repository.optional(),
      commit: z
        .string()
        .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'a full commit id')
        .optional(),
    })
    .optional(),
  /** e-mail addresses of everybody who committed since the last approved commit */
  committers: z.array(z.string().min(3).max(254)).max(1_000).optional(),
  measuredBy: z.enum(['cli', 'browser']).default('cli'),
});
export type Registration = z.infer<typeof Registration>;

export const Registered = z.strictObject({
  model: z.string(),
  version: z.string(),
  ref: z.string(),
  digest: z.string(),
  manifestDigest: z.string(),
  revision: z.int(),
  tier: z.enum(['low', 'medium', 'high', 'critical']),
  /** what this call did */
  result: z.enum(['created', 'revised', 'unchanged']),
  retrain: z.boolean(),
  /** registering again what was retired or revoked changes nothing, and says so */
  state: z.enum(['active', 'retired', 'revoked']).default('active'),
  url: z.string(),
});
export type Registered = z.infer<typeof Registered>;
