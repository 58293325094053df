/** What the policy asks of a metric, in one place for the gate and for whoever compares. */
import type { Threshold } from '#domain/policy/document.ts';
import type { MetricFact } from './facts.ts';

/** The thresholds that speak about a metric: those for its suite, or else those for every suite. All of them hold. */
export function thresholdsFor(
  { suite, metric }: Pick<MetricFact, 'suite' | 'metric'>,
  thresholds: readonly Threshold[],
): readonly Threshold[] {
  const named = thresholds.filter((threshold) => threshold.metric === metric);
  const own = named.filter((threshold) => threshold.suite === suite);
  return own.length > 0 ? own : named.filter((threshold) => threshold.suite === undefined);
}

/** What is no number reaches nothing. */
export function reaches(value: number, { min, max }: Threshold): boolean {
  return Number.isFinite(value) && !(min !== undefined && value < min) && !(max !== undefined && value > max);
}

/** `at least 0.9, at most 1` */
export function describeThreshold({ min, max }: Threshold): string {
  return [min === undefined ? null : `at least ${min}`, max === undefined ? null : `at most ${max}`]
    .filter((part) => part !== null)
    .join(', ');
}
