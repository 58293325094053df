/**
 * Reads what a report says of itself (DESIGN.md §2 "Evidence"): an evaluation's metrics, a scan's outcome. A report that
 * errored, or that cannot be understood, is never a pass; hostile input, so nothing here throws.
 */
import { z } from 'zod';
import type { EvidenceFact, MetricFact } from '#domain/gate/facts.ts';

export interface ReadReport {
  readonly outcome: EvidenceFact['outcome'];
  readonly metrics: readonly MetricFact[];
  /** one line for the reviewer */
  readonly summary: string;
}

const Metric = z.object({
  suite: z.string().min(1).max(200).optional(),
  metric: z.string().min(1).max(100),
  value: z.number(),
});
const Evaluation = z.object({
  suite: z.string().min(1).max(200).optional(),
  result: z.enum(['pass', 'fail', 'error']).optional(),
  metrics: z.union([z.array(Metric).min(1).max(1_000), z.record(z.string().min(1).max(100), z.number())]),
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

function scan(value: unknown): ReadReport {
  const sarif = Sarif.safeParse(value);
  if (sarif.success) {
    const { runs } = sarif.data;
    // A run without results did not finish (SARIF 2.1.0 §3.14.23), and one that says it failed found nothing worth having.
    const broken = runs.some(
      (run) => run.results === undefined || run.invocations?.some(({ executionSuccessful }) => !executionSuccessful),
    );
    const findings = runs
      .flatMap((run) => run.results ?? [])
      .filter(({ level }) => level !== 'none' && level !== 'note');
    const outcome = broken ? 'error' : findings.length > 0 ? 'fail' : 'pass';
    return {
      outcome,
      metrics: [],
      summary: `${runs.map(({ tool }) => tool.driver.name).join(', ')}: ${broken ? 'did not finish' : `${findings.length} findings`}`,
    };
  }
  const modelScan = ModelScan.safeParse(value);
  if (modelScan.success) {
    const { summary, errors = [] } = modelScan.data;
    const outcome = errors.length > 0 ? 'error' : summary.total_issues > 0 ? 'fail' : 'pass';
    return { outcome, metrics: [], summary: `modelscan: ${summary.total_issues} issues, ${errors.length} errors` };
  }
  const plain = PlainScan.safeParse(value);
  if (plain.success) {
    const { result, findings = [] } = plain.data;
    // A report that lists findings and calls itself a pass contradicts itself.
    const outcome = result === 'pass' && findings.length > 0 ? 'unknown' : result;
    return { outcome, metrics: [], summary: `${result}, ${findings.length} findings` };
  }
  return unread('Not read as a scan: SARIF, modelscan JSON, or { "result": "pass" | "fail" | "error" } is expected');
}

/** What a report of this type says. Documents say nothing that a rule reads. */
export function readReport(type: EvidenceFact['type'], text: string | null): ReadReport {
  if (type === 'document') return { outcome: 'pass', metrics: [], summary: 'A document for people to read' };
  if (text === null) return unread('Not text in UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unread('Not JSON');
  }
  return type === 'evaluation' ? evaluation(value) : scan(value);
}
