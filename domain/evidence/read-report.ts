/**
 * Reads what a report says of itself (DESIGN.md §2 "Evidence"): an evaluation's metrics, a scan's outcome. A report that
 * errored, or that cannot be understood, is never a pass; hostile input, so nothing here throws.
 */
import { z } from 'zod';
import { parseStrictJson } from '#domain/canonical/strict-json.ts';
import type { EvidenceFact, MetricFact } from '#domain/gate/facts.ts';

export interface ReadReport {
  readonly outcome: EvidenceFact['outcome'];
  readonly metrics: readonly MetricFact[];
  /** one line for the reviewer */
  readonly summary: string;
}

const MAX_METRICS = 1_000;
const MetricName = z.string().min(1).max(100);
const Metric = z.object({
  suite: z.string().min(1).max(200).optional(),
  metric: MetricName,
  value: z.number(),
});
/** `{ "auc": 0.91 }` */
const MetricsByName = z
  .record(MetricName, z.number())
  .refine((metrics) => Object.keys(metrics).length > 0 && Object.keys(metrics).length <= MAX_METRICS);
const Evaluation = z.object({
  suite: z.string().min(1).max(200).optional(),
  result: z.enum(['pass', 'fail', 'error']).optional(),
  metrics: z.union([z.array(Metric).min(1).max(MAX_METRICS), MetricsByName]),
});

const Sarif = z.object({
  version: z.string().startsWith('2.'),
  runs: z
    .array(
      z.object({
        tool: z.object({ driver: z.object({ name: z.string().max(200) }) }),
        invocations: z.array(z.object({ executionSuccessful: z.boolean() })).optional(),
        results: z.array(z.object({ level: z.string().optional() })).optional(),
      }),
    )
    .min(1),
});
/** protectai/modelscan's JSON report */
const ModelScan = z.object({
  summary: z.object({ total_issues: z.int().min(0) }),
  issues: z.array(z.unknown()).optional(),
  errors: z.array(z.unknown()).optional(),
});
/** the plain form that any scanner can be wrapped into */
const PlainScan = z.object({ result: z.enum(['pass', 'fail', 'error']), findings: z.array(z.unknown()).optional() });

function unread(summary: string): ReadReport {
  return { outcome: 'unknown', metrics: [], summary };
}

function evaluation(value: unknown): ReadReport {
  const parsed = Evaluation.safeParse(value);
  if (!parsed.success) return unread('Not read as metrics: a JSON object with a `metrics` list is expected');
  const { suite = 'default', metrics, result } = parsed.data;
  const list = Array.isArray(metrics)
    ? metrics.map((one) => ({ suite: one.suite ?? suite, metric: one.metric, value: one.value }))
    : Object.entries(metrics).map(([metric, number]) => ({ suite, metric, value: number }));
  const summary = list.slice(0, 5).map(({ metric, value: number, suite: on }) => `${metric} ${number} (${on})`);
  return {
    outcome: result ?? 'pass',
    metrics: list,
    summary: summary.join(', ') + (list.length > 5 ? ` and ${list.length - 5} more` : ''),
  };
}

function sarif(value: unknown): ReadReport | null {
  const parsed = Sarif.safeParse(value);
  if (!parsed.success) return null;
  const { runs } = parsed.data;
  // A run without results did not finish (SARIF 2.1.0 §3.14.23), and one that says it failed found nothing worth having.
  const broken = runs.some(
    (run) => run.results === undefined || run.invocations?.some(({ executionSuccessful }) => !executionSuccessful),
  );
  const findings = runs.flatMap((run) => run.results ?? []).filter(({ level }) => level !== 'none' && level !== 'note');
  const tools = [...new Set(runs.map(({ tool }) => tool.driver.name))].slice(0, 5).join(', ');
  return {
    outcome: broken ? 'error' : findings.length > 0 ? 'fail' : 'pass',
    metrics: [],
    summary: `${tools}: ${broken ? 'did not finish' : `${findings.length} findings`}`,
  };
}

function modelScan(value: unknown): ReadReport | null {
  const parsed = ModelScan.safeParse(value);
  if (!parsed.success) return null;
  const { summary, issues = [], errors = [] } = parsed.data;
  const found = Math.max(summary.total_issues, issues.length);
  return {
    outcome: errors.length > 0 ? 'error' : found > 0 ? 'fail' : 'pass',
    metrics: [],
    summary: `modelscan: ${found} issues, ${errors.length} errors`,
  };
}

function plainScan(value: unknown): ReadReport | null {
  const parsed = PlainScan.safeParse(value);
  if (!parsed.success) return null;
  const { result, findings = [] } = parsed.data;
  // A report that lists findings and calls itself a pass contradicts itself.
  const outcome = result === 'pass' && findings.length > 0 ? 'unknown' : result;
  return { outcome, metrics: [], summary: `${result}, ${findings.length} findings` };
}

function scan(value: unknown): ReadReport {
  const readings = [sarif, modelScan, plainScan].flatMap((read) => read(value) ?? []);
  const [first] = readings;
  if (!first) {
    return unread('Not read as a scan: SARIF, modelscan JSON, or { "result": "pass" | "fail" | "error" } is expected');
  }
  // A file that is a report in two forms says what both say, or nothing.
  if (readings.some(({ outcome }) => outcome !== first.outcome)) {
    return unread(`Contradicts itself: ${readings.map(({ summary }) => summary).join('; ')}`);
  }
  return first;
}

const UNREADABLE = {
  syntax: 'Not JSON',
  duplicate: 'Not read: a JSON object names a member twice',
  depth: 'Not read: nested too deeply',
} as const;

/** What a report of this type says. Documents say nothing that a rule reads. */
export function readReport(type: EvidenceFact['type'], text: string | null): ReadReport {
  if (type === 'document') return { outcome: 'pass', metrics: [], summary: 'A document for people to read' };
  if (text === null) return unread('Not text in UTF-8');
  // A member that stands there twice is one value to us and another to the reviewer's reader.
  const json = parseStrictJson(text);
  if (!json.ok) return unread(UNREADABLE[json.code]);
  return type === 'evaluation' ? evaluation(json.value) : scan(json.value);
}
