/** Two versions beside each other: everything that the register knows of both, section by section. */
import type { FileEntry } from '#domain/artifact/tree.ts';
import type { EvidenceFact, UseCaseFact } from '#domain/gate/facts.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { Threshold } from '#domain/policy/document.ts';
import type { TierReason } from '#domain/risk/compute-tier.ts';
import { FACT_NAMES, FACT_RULES } from '#domain/risk/facts.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { changesIn, compareItems, type Item, type Section, section } from './entry.ts';
import { compareFiles } from './files.ts';
import { compareLines, type LineDiff } from './lines.ts';
import { compareMetrics, type ReportedMetric } from './metrics.ts';

export interface Side {
  readonly ref: string;
  readonly artifactDigest: string;
  readonly files: readonly FileEntry[];
  readonly manifest: Manifest;
  /** as it was sent; null when it came as JSON */
  readonly manifestText: string | null;
  readonly manifestDigest: string;
  readonly revision: number;
  readonly source: { readonly repository: string | null; readonly commit: string | null };
  readonly state: string;
  readonly tier: Tier;
  readonly tierReasons: readonly TierReason[];
  readonly useCase: Pick<UseCaseFact, 'slug' | 'version' | 'state' | 'facts' | 'tags'> | null;
  readonly evidence: readonly Pick<EvidenceFact, 'type' | 'digest' | 'producer' | 'outcome' | 'metrics'>[];
  readonly environments: readonly { readonly name: string; readonly requirements: readonly Requirement[] }[];
}

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly sections: readonly Section[];
  readonly manifest: LineDiff;
  /** nothing differs, in any section */
  readonly same: boolean;
}

const item = (key: string, value: string | null | undefined): Item[] =>
  value === null || value === undefined ? [] : [{ key, value }];

function manifestItems({ manifest, manifestDigest, revision, source, artifactDigest, state }: Side): Item[] {
  const { runtime } = manifest;
  return [
    ...item('model', manifest.model),
    ...item('version', manifest.version),
    ...item('state', state),
    ...item('artifact digest', artifactDigest),
    ...item('artifact path', manifest.artifact.path),
    ...item('manifest digest', manifestDigest),
    ...item('manifest revision', String(revision)),
    ...item('owner', manifest.owner),
    ...item('description', manifest.description),
    ...item('use case', manifest.useCase),
    ...item('licence', manifest.license),
    ...item('classification', manifest.classification.toSorted().join(', ')),
    ...item('source repository', source.repository),
    ...item('source commit', source.commit),
    ...item('runtime environments', runtime?.environments?.toSorted().join(', ')),
    ...item('runtime regions', runtime?.regions?.toSorted().join(', ')),
    ...item('runtime exposure', runtime?.exposure),
    ...item('runtime data classes', runtime?.dataClasses?.toSorted().join(', ')),
  ];
}

function useCaseItems({ useCase }: Side): Item[] {
  if (!useCase) return [];
  return [
    ...item('use case', `${useCase.slug} v${useCase.version}`),
    ...item('state', useCase.state),
    ...item('tags', useCase.tags.toSorted().join(', ')),
    ...FACT_NAMES.flatMap((name) => item(FACT_RULES[name].question, useCase.facts[name] ?? 'unknown')),
  ];
}

function tierItems({ tier, tierReasons }: Side): Item[] {
  return [{ key: 'tier', value: tier }, ...tierReasons.map((reason) => ({ key: reason.because, value: reason.tier }))];
}

function dataItems({ manifest: { data } }: Side): Item[] {
  if (!Array.isArray(data)) return [{ key: 'no data', value: data.none }];
  return data.map((dataset) => ({
    key: `${dataset.name} (${dataset.role})`,
    value: dataset.digest ?? 'no digest',
    parts: {
      uri: dataset.uri ?? null,
      licence: dataset.license ?? null,
      classification: dataset.classification ? dataset.classification.toSorted().join(', ') : null,
    },
  }));
}

function lineageItems({ manifest: { lineage } }: Side): Item[] {
  if (!Array.isArray(lineage)) return [{ key: lineage, value: 'declared' }];
  return lineage.map(({ relation, parent }) => ({ key: parent, value: relation }));
}

function evidenceItems({ evidence }: Side): Item[] {
  return evidence
    .toSorted((a, b) => (a.digest < b.digest ? -1 : 1))
    .map(({ type, digest, producer, outcome }) => ({
      key: `${type} ${digest}`,
      value: outcome,
      parts: { producer },
    }));
}

function metricsOf({ manifest, evidence }: Side): ReportedMetric[] {
  return [
    ...(manifest.evaluation ?? []).map(({ suite, metric, value }) => ({
      suite,
      metric,
      value,
      from: 'manifest' as const,
    })),
    ...evidence.flatMap(({ metrics }) => metrics.map((metric) => ({ ...metric, from: 'report' as const }))),
  ];
}

function requirementItems(side: Side, environment: string): Item[] {
  const found = side.environments.find(({ name }) => name === environment);
  return (found?.requirements ?? []).map(({ id, status, reason }) => ({
    key: id,
    value: status,
    // Why something is met names times and digests, which other sections compare; why it is not met is what one came for.
    parts: status === 'met' ? {} : { reason },
  }));
}

/** Like with like: where one manifest came as JSON, both are shown so. */
function manifestTexts(a: Side, b: Side): [string, string] {
  if (a.manifestText !== null && b.manifestText !== null) return [a.manifestText, b.manifestText];
  return [JSON.stringify(a.manifest, null, 2), JSON.stringify(b.manifest, null, 2)];
}

/**
 * @param thresholds of the policy in force
 * @param whole the manifests' text in full, not only the lines around a change
 */
export function compareVersions(a: Side, b: Side, thresholds: readonly Threshold[], whole = false): Comparison {
  const environments = [...new Set([...a.environments, ...b.environments].map(({ name }) => name))];
  const of = (id: string, title: string, items: (side: Side) => Item[]) =>
    section(id, title, compareItems(items(a), items(b)));
  const sections = [
    of('manifest', 'Manifest', manifestItems),
    of('use-case', 'Use case and facts', useCaseItems),
    of('tier', 'Tier and its reasons', tierItems),
    of('data', 'Data', dataItems),
    section('metrics', 'Metrics', compareMetrics(metricsOf(a), metricsOf(b), thresholds)),
    of('lineage', 'Lineage', lineageItems),
    section('files', 'Files', compareFiles(a.files, b.files)),
    of('evidence', 'Evidence', evidenceItems),
    ...environments.map((name) =>
      of(`requirements-${name}`, `Requirements for ${name}`, (side) => requirementItems(side, name)),
    ),
  ];
  const manifest = compareLines(...manifestTexts(a, b), whole);
  return {
    a: a.ref,
    b: b.ref,
    sections,
    manifest,
    same:
      sections.every((one) => changesIn(one) === 0) &&
      !manifest.tooLarge &&
      manifest.hunks.every(({ lines }) => lines.every(({ kind }) => kind === 'same')),
  };
}
