/** The `model-index` of a model card: results that its author reports (hub-docs, model-index). */
import { LIMITS } from '../limits.ts';
import type { Measurement } from '../schema.ts';
import { line, member } from './declared.ts';

/** Numeric results that name their dataset and metric; the rest is left out. */
export function measurements(index: unknown): Measurement[] {
  return list(index)
    .flatMap((model) => list(member(model, 'results')))
    .flatMap((result) => {
      const dataset = member(result, 'dataset');
      const suite = line(member(dataset, 'name')) ?? line(member(dataset, 'type'));
      return list(member(result, 'metrics')).flatMap((reported): Measurement[] => {
        const metric = line(member(reported, 'name')) ?? line(member(reported, 'type'));
        const value = member(reported, 'value');
        return suite && metric && typeof value === 'number' ? [{ suite, metric, value }] : [];
      });
    })
    .slice(0, LIMITS.measurements);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, LIMITS.measurements) : [];
}
