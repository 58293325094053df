/**
 * The manifest, `countersign.yaml`: what the repository says about one version of a model (CONTRACT.md §2). Strict at every
 * level: a key that is not here is refused, so a misspelt `classification` cannot lower a tier. The schema only checks; it
 * changes and completes nothing, so a manifest's digest is that of what was written.
 */
import { z } from 'zod';
import {
  Block,
  Commit,
  DigestText,
  Line,
  Model,
  Owner,
  Parent,
  RelativePath,
  Repository,
  Slug,
  Tag,
  Uri,
  Version,
} from './fields.ts';
import { LIMITS } from './limits.ts';

/** Hugging Face's words where it has them; `distilled`, `retrain` and `export` are ours (DESIGN.md §2 "Lineage"). */
export const RELATIONS = ['finetune', 'adapter', 'merge', 'quantized', 'distilled', 'retrain', 'export'] as const;
export const Relation = z.enum(RELATIONS);
export type Relation = z.infer<typeof Relation>;

/** `test` is a held-out part of the same data; `evaluation` is data of its own; `retrieval` is read when the model runs. */
export const DATA_ROLES = [
  'pretraining',
  'training',
  'validation',
  'test',
  'evaluation',
  'calibration',
  'retrieval',
] as const;
export const DataRole = z.enum(DATA_ROLES);
export type DataRole = z.infer<typeof DataRole>;

/** Who can send it input or read its output: nobody (batch), the organisation, known outsiders, anyone. */
export const EXPOSURES = ['none', 'internal', 'external', 'public'] as const;
export const Exposure = z.enum(EXPOSURES);
export type Exposure = z.infer<typeof Exposure>;

function distinct(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

const Tags = z
  .array(Tag)
  .min(1, 'needs at least one tag, such as internal, customer-data or regulated-decision')
  .max(LIMITS.tags)
  .refine(distinct, 'names a tag twice');

const Places = z
  .array(Slug)
  .min(1, 'is an empty list: leave it out')
  .max(LIMITS.places)
  .refine(distinct, 'names one twice');

export const Dataset = z.strictObject({
  name: Line.describe('What the dataset is called.'),
  role: DataRole.describe('What the data was used for.'),
  uri: Uri.optional().describe('Where it is. Recorded, never opened by Countersign.'),
  digest: DigestText.optional().describe('SHA-256 of the data: sha256:<64 hex digits>.'),
  classification: Tags.optional().describe('Tags of the data; they raise the tier like those of the model.'),
  license: Line.optional().describe('SPDX identifier where there is one.'),
});
export type Dataset = z.infer<typeof Dataset>;

export const NoData = z.strictObject({ none: Line.describe('Why there is no data to declare.') });
export type NoData = z.infer<typeof NoData>;

export const LineageEdge = z.strictObject({
  relation: Relation.describe('How this version was made from the parent.'),
  parent: Parent.describe('namespace/name@version, or hf:org/name@revision for a base on Hugging Face.'),
});
export type LineageEdge = z.infer<typeof LineageEdge>;

export const Measurement = z.strictObject({
  suite: Line.describe('The evaluation that was run.'),
  metric: Line.describe('What was measured, such as auc.'),
  value: z
    .number()
    .min(-Number.MAX_SAFE_INTEGER, 'is too large to be kept exactly')
    .max(Number.MAX_SAFE_INTEGER, 'is too large to be kept exactly')
    .describe('The value reached. Thresholds belong to the policy.'),
  report: z
    .union([Uri, RelativePath], { error: 'must be a relative path or a URL' })
    .optional()
    .describe('The report: a path or a URL.'),
});
export type Measurement = z.infer<typeof Measurement>;

export const Runtime = z.strictObject({
  environments: Places.optional().describe('Environments it is meant for.'),
  regions: Places.optional().describe('Regions it may run in.'),
  exposure: Exposure.optional().describe('Who can reach it: none, internal, external (known outsiders), public.'),
  dataClasses: Tags.optional().describe('Classes of data it reads when it runs.'),
});
export type Runtime = z.infer<typeof Runtime>;

export const Source = z.strictObject({
  repository: Repository.describe('Where the code that made the model is.'),
  commit: Commit.describe('The revision it was made at.'),
});
export type Source = z.infer<typeof Source>;

export const Artifact = z.strictObject({
  path: RelativePath.describe("The model's folder or file, relative to the manifest."),
  digest: DigestText.optional().describe('Computed by `countersign digest`; if it is here it must match.'),
});
export type Artifact = z.infer<typeof Artifact>;

export const Manifest = z
  .strictObject({
    apiVersion: z.literal('countersign/v1').describe('The format of this file.'),
    model: Model.describe('namespace/name. The namespace belongs to a team.'),
    version: Version.describe('The version, without spaces. SemVer sorts as SemVer.'),
    owner: Owner.describe('Who answers for it: team:<slug> or user:<email>.'),
    description: Block.optional().describe('What the model does, in a sentence or two.'),
    useCase: Slug.describe('The approved use case that it serves.'),
    classification: Tags.describe('Tags that decide the tier. A tag that nobody defined counts as high.'),
    license: Line.optional().describe('SPDX identifier where there is one.'),
    source: Source.optional().describe('The code; filled in from git or CI when it is left out.'),
    artifact: Artifact.describe("The model's files."),
    data: z
      .union(
        [z.array(Dataset).min(1, 'is empty: list the data, or say { none: "reason" }').max(LIMITS.datasets), NoData],
        {
          error: 'must be a list of datasets, or { none: "reason" }',
        },
      )
      .describe('The data that went into it, or { none: "reason" }.'),
    lineage: z
      .union(
        [
          z.array(LineageEdge).min(1, 'is empty: list the parents, or write from-scratch').max(LIMITS.parents),
          z.literal('from-scratch'),
        ],
        { error: 'must be a list of { relation, parent }, or from-scratch' },
      )
      .describe('The models it was made from, or from-scratch.'),
    evaluation: z
      .array(Measurement)
      .min(1, 'is empty: leave it out')
      .max(LIMITS.measurements)
      .optional()
      .describe('What was measured.'),
    runtime: Runtime.optional().describe('Where it is meant to run; promotion may narrow it.'),
  })
  .superRefine(({ lineage, model, version }, context) => {
    if (!Array.isArray(lineage)) return;
    const seen = new Set<string>();
    for (const [index, { parent }] of lineage.entries()) {
      const path = ['lineage', index, 'parent'];
      if (parent === `${model}@${version}`) context.addIssue({ code: 'custom', path, message: 'is this very version' });
      else if (seen.has(parent)) context.addIssue({ code: 'custom', path, message: 'is listed twice' });
      seen.add(parent);
    }
  });
export type Manifest = z.infer<typeof Manifest>;
