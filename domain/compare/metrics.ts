/** Metrics of two versions, by suite and metric: how each moved, and whether it reaches the policy's threshold. */

import type { MetricFact } from '#domain/gate/facts.ts';
import { describeThreshold, reaches, thresholdsFor } from '#domain/gate/thresholds.ts';
import type { Threshold } from '#domain/policy/document.ts';
import type { Entry } from './entry.ts';

export interface ReportedMetric extends MetricFact {
  /** the manifest claims it, or an evaluation report shows it */
  readonly from: 'manifest' | 'report';
}

function keyed(metrics: readonly ReportedMetric[]): Map<string, ReportedMetric> {
  const found = new Map<string, ReportedMetric>();
  // By value within one name, so that the order of reports decides nothing.
  for (const metric of metrics.toSorted((a, b) => a.value - b.value)) {
    const name = `${metric.suite} / ${metric.metric}, ${metric.from === 'report' ? 'reported' : 'as the manifest says'}`;
    let key = name;
    for (let nth = 2; found.has(key); nth += 1) key = `${name} (${nth})`;
    found.set(key, metric);
  }
  return found;
}

function reached(metric: ReportedMetric | undefined, thresholds: readonly Threshold[]): boolean | null {
  if (!metric || thresholds.length === 0) return null;
  return thresholds.every((threshold) => reaches(metric.value, threshold));
}

/** Rounded to what a double says of a difference: 0.93 − 0.91 is 0.02 and not 0.020000000000000018. */
const difference = (from: number, to: number) => Number((to - from).toPrecision(12));

export function compareMetrics(
  before: readonly ReportedMetric[],
  after: readonly ReportedMetric[],
  thresholds: readonly Threshold[],
): Entry[] {
  const [was, is] = [keyed(before), keyed(after)];
  return [...new Set([...was.keys(), ...is.keys()])].map((label) => {
    const [a, b] = [was.get(label), is.get(label)];
    const about = a ?? b;
    const bounds = about ? thresholdsFor(about, thresholds) : [];
    return {
      label,
      change: !a ? 'added' : !b ? 'removed' : a.value === b.value ? 'same' : 'changed',
      before: a ? String(a.value) : null,
      after: b ? String(b.value) : null,
      fields: [],
      metric: {
        delta: a && b ? difference(a.value, b.value) : null,
        threshold: bounds.length > 0 ? bounds.map(describeThreshold).join('; ') : null,
        reached: { before: reached(a, bounds), after: reached(b, bounds) },
      },
    };
  });
}
