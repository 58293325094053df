/**
 * One rule of the policy applied to one version for one environment (DESIGN.md §1 "requirement"). Each function answers
 * one question with a reason that says what to do. What cannot be known is `unknown`, and `unknown` never allows.
 */
import type { Check, PolicyDocument } from '#domain/policy/document.ts';
import { FACT_NAMES, FACT_RULES } from '#domain/risk/facts.ts';
import type { GateFacts, MetricFact, OwnerFact, OwnerGap } from './facts.ts';
import { describeThreshold, reaches, thresholdsFor } from './thresholds.ts';

export type Status = 'met' | 'unmet' | 'waived' | 'unknown';

export interface Requirement {
  readonly id: string;
  readonly status: Status;
  /** one sentence that says why and, when it is not met, what to do */
  readonly reason: string;
  /** the exemption that waives it */
  readonly exemption: string | null;
  /** when what it rests on ends, RFC 3339; null when nothing ends */
  readonly until: string | null;
}

export type Answer = Pick<Requirement, 'status' | 'reason'>;

/** `1 dataset`, `2 datasets` */
const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

const met = (reason: string): Answer => ({ status: 'met', reason });
const unmet = (reason: string): Answer => ({ status: 'unmet', reason });
const unknown = (reason: string): Answer => ({ status: 'unknown', reason });

/** Asked of every version, in every environment. */
export const ALWAYS = {
  registered: (facts) => met(`Registered at ${facts.version.registeredAt}`),
  'digest-bound': (facts) => met(`Bound to ${facts.artifactDigest}`),
  'not-forbidden': (facts) => {
    if (facts.version.state !== 'active') return unmet(`This version is ${facts.version.state}; register a new one`);
    const revoked = facts.sameDigest.find(({ state }) => state === 'revoked');
    if (revoked) return unmet(`The same bytes are revoked as ${revoked.ref}`);
    return met('Neither revoked nor retired, under this name or another');
  },
} as const satisfies Record<string, (facts: GateFacts) => Answer>;

/** Who owns it, and how they came to where the manifest does not say so. */
function ownedBy({ name, declared, takenOver }: OwnerFact): string {
  if (takenOver) return `Named by the manifest: ${name}, who left; taken over by somebody who is here`;
  if (declared) return `Owned by ${name}, to whom ${declared} handed it over`;
  return `Owned by ${name}`;
}

const GAPS: Readonly<Record<OwnerGap, string>> = {
  'no-team': 'is no team here; name one in the manifest',
  'no-accountable': 'has nobody who answers for it; an administrator names an accountable person of the team',
  'accountable-left': 'has an accountable person who left; an administrator names another member of the team',
  'no-person': 'is nobody here; name a team or a person in the manifest, or take it over on the model’s page',
  'person-left':
    'left; somebody of the owning team takes the model over on its page, or a manifest names another owner',
  unverified: 'has an address that nobody verified; name a team or another person in the manifest',
};

function ownerMissing({ name, gap }: OwnerFact): string {
  return gap
    ? `${name} ${GAPS[gap]}`
    : `${name} is not a known team or person with an accountable owner; name one in the manifest`;
}

/** Asked wherever the environment is gated. */
export const GATED = {
  'owner-known': ({ owner }) => (owner.known ? met(ownedBy(owner)) : unmet(ownerMissing(owner))),
  'facts-answered': (facts) => {
    if (!facts.useCase) return unknown('No known use case is named, so its facts are unknown');
    const answers = facts.useCase.facts;
    // Asked after an upgrade, an answer may also be missing.
    const open = FACT_NAMES.filter((name) => answers[name] !== 'yes' && answers[name] !== 'no');
    if (open.length === 0) return met('Every fact of the use case is answered');
    return unmet(`Answer on the use case: ${open.map((name) => FACT_RULES[name].question).join(' ')}`);
  },
  'use-case-approved': (facts) => {
    if (!facts.useCase)
      return unmet('The manifest names a use case that is not registered; create it and have it approved');
    const { slug, version, state } = facts.useCase;
    if (state === 'approved') return met(`${slug} v${version} is approved`);
    return unmet(`${slug} v${version} is ${state}; a risk reviewer outside the owning team has to approve it`);
  },
  'within-scope': (facts) => {
    const asked = facts.manifest.environments;
    if (asked.length === 0) return met('The manifest names no environments, so it may be asked for any');
    if (asked.includes(facts.environment)) return met(`The manifest's runtime names ${facts.environment}`);
    return unmet(
      `The manifest's runtime names ${asked.join(', ')}, not ${facts.environment}; register a corrected manifest`,
    );
  },
  'not-rejected': (facts) => {
    const elsewhere = facts.sameDigest.find(({ rejected }) => rejected);
    return elsewhere
      ? unmet(`The same bytes were rejected for ${facts.environment} as ${elsewhere.ref}`)
      : met('Not rejected under another name');
  },
} as const satisfies Record<string, (facts: GateFacts) => Answer>;

function evaluationReports(facts: GateFacts) {
  return facts.evidence.filter(({ type, subject }) => type === 'evaluation' && subject === facts.artifactDigest);
}

function evaluationThreshold(facts: GateFacts, policy: PolicyDocument): Answer {
  const reports = evaluationReports(facts);
  if (reports.length === 0)
    return unknown('No evaluation report on these bytes; attach one with `evidence attach --type evaluation`');
  const metrics = reports.flatMap((report) => report.metrics);
  for (const claim of facts.manifest.evaluation) {
    const reported = metrics.find(
      ({ suite, metric, value }) => suite === claim.suite && metric === claim.metric && value !== claim.value,
    );
    if (reported) {
      return unknown(
        `The manifest says ${claim.metric} ${claim.value} on ${claim.suite}, a report says ${reported.value}; correct one of them`,
      );
    }
  }
  const judge = (list: readonly MetricFact[]) =>
    list.flatMap((metric) => thresholdsFor(metric, policy.thresholds).map((threshold) => ({ metric, threshold })));
  const judged = judge(metrics);
  const failed = judged.filter(({ metric, threshold }) => !reaches(metric.value, threshold));
  const describe = ({ metric, threshold }: (typeof judged)[number]) =>
    `${metric.metric} ${metric.value} on ${metric.suite} (${describeThreshold(threshold)})`;
  if (failed.length > 0) return unmet(`Outside the policy's threshold: ${failed.map(describe).join('; ')}`);
  // A bad figure counts wherever it stands; a good one only in a report that did not break off.
  const passed = judge(reports.flatMap((report) => (report.outcome === 'pass' ? report.metrics : [])));
  if (passed.length === 0) return unknown('No sound report has a metric with a threshold in the policy; attach one');
  return met(passed.map(describe).join('; '));
}

function evaluationReport(facts: GateFacts): Answer {
  const reports = evaluationReports(facts);
  if (reports.length === 0)
    return unmet('Attach an evaluation report on these bytes: `evidence attach --type evaluation`');
  if (reports.some(({ outcome }) => outcome === 'fail')) return unmet('An evaluation report says that it failed');
  const sound = reports.find(({ metrics, outcome }) => metrics.length > 0 && outcome === 'pass');
  return sound
    ? met(`Evaluation report ${sound.digest}`)
    : unknown('No evaluation report could be read as metrics; attach one with a `metrics` list');
}

function datasetProvenance(facts: GateFacts): Answer {
  const { data } = facts.manifest;
  if (data === null) return met('The manifest states that no data was used, with a reason');
  if (data.length === 0) return unmet('No dataset is named; list the data in the manifest, or say why there is none');
  const gaps = data.flatMap((dataset) => {
    const missing = [
      dataset.uri ? null : 'uri',
      dataset.digest ? null : 'digest',
      dataset.license ? null : 'licence',
      dataset.classification.length > 0 ? null : 'classification',
    ].filter((name) => name !== null);
    return missing.length > 0 ? [`${dataset.name} lacks ${missing.join(', ')}`] : [];
  });
  return gaps.length > 0
    ? unmet(`${gaps.join('; ')}; add it in the manifest`)
    : met(`${counted(data.length, 'dataset')} with uri, digest, licence and classification`);
}

function artifactScan(facts: GateFacts): Answer {
  const scans = facts.evidence.filter(({ type, subject }) => type === 'scan' && subject === facts.artifactDigest);
  if (scans.length === 0) return unmet('Attach a scan of these bytes: `evidence attach --type scan`');
  if (scans.some(({ outcome }) => outcome === 'fail')) return unmet('A scan of these bytes found a problem');
  // One good scan does not speak for another that broke off.
  if (scans.some(({ outcome }) => outcome !== 'pass'))
    return unknown('A scan of these bytes errored or could not be read');
  return met(`${scans.length === 1 ? 'A scan' : `${scans.length} scans`} of these bytes found nothing`);
}

function committersKnown(facts: GateFacts): Answer {
  if (facts.committers === null)
    return unknown('The registration did not say who committed; register from a git checkout');
  const strangers = facts.committers.filter(({ personId }) => personId === null).length;
  if (strangers > 0)
    return unknown(
      `${strangers} of ${counted(facts.committers.length, 'committer')} match nobody here by verified e-mail`,
    );
  return met(`${counted(facts.committers.length, 'committer')}, all known`);
}

function baseModelsApproved(facts: GateFacts): Answer {
  const bad = facts.parents.filter(
    (parent) => parent.kind === 'external' || !parent.registered?.approvedIn.includes(facts.environment),
  );
  if (bad.length === 0) return met('Every base is registered and approved here, or there is none');
  return unmet(
    `Not approved for ${facts.environment}: ${bad.map(({ ref }) => ref).join(', ')}; register and approve the base first`,
  );
}

/** What a rule can ask for by name. */
export const CHECK_FUNCTIONS: Readonly<Record<Check, (facts: GateFacts, policy: PolicyDocument) => Answer>> = {
  'evaluation-report': evaluationReport,
  'evaluation-threshold': evaluationThreshold,
  'dataset-provenance': datasetProvenance,
  'artifact-scan': artifactScan,
  'committers-known': committersKnown,
  'base-models-approved': baseModelsApproved,
};

/** What revoked, retired or down-graded ancestors mean under this policy. */
export function lineageSound(facts: GateFacts, policy: PolicyDocument): Answer {
  const absent = facts.parents.filter((parent) => parent.kind === 'version' && !parent.registered);
  if (absent.length > 0)
    return unknown(`Not registered here: ${absent.map(({ ref }) => ref).join(', ')}; register the base first`);
  const floating = facts.parents.filter((parent) => parent.kind === 'external' && !parent.pinned);
  if (floating.length > 0)
    return unknown(`No fixed revision: ${floating.map(({ ref }) => ref).join(', ')}; name the commit`);
  const bad = facts.parents.filter(
    (parent) =>
      parent.kind === 'version' &&
      parent.registered &&
      (parent.registered.tainted || parent.registered.state !== 'active'),
  );
  if (bad.length === 0) return met(facts.parents.length === 0 ? 'Declared from scratch' : 'Every base stands');
  const names = bad.map(({ ref }) => ref).join(', ');
  return policy.tainted === 'warn'
    ? met(`Warning: revoked, retired or tainted bases: ${names}`)
    : unmet(`Revoked, retired or tainted bases: ${names}`);
}
