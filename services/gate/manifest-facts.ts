/** What the gate reads of a manifest. */
import { parseDigest } from '#domain/artifact/digest.ts';
import type { GateFacts } from '#domain/gate/facts.ts';
import type { Manifest } from '#domain/manifest/schema.ts';

export function manifestFacts(manifest: Manifest): Omit<GateFacts['manifest'], 'digest' | 'revision'> {
  const { data } = manifest;
  return {
    classification: manifest.classification,
    data: Array.isArray(data)
      ? data.map((dataset) => ({
          name: dataset.name,
          uri: dataset.uri ?? null,
          digest: dataset.digest === undefined ? null : parseDigest(dataset.digest),
          license: dataset.license ?? null,
          classification: dataset.classification ?? [],
        }))
      : null,
    evaluation: (manifest.evaluation ?? []).map(({ suite, metric, value }) => ({ suite, metric, value })),
    environments: manifest.runtime?.environments ?? [],
    regions: manifest.runtime?.regions ?? [],
    exposure: manifest.runtime?.exposure ?? null,
    dataClasses: manifest.runtime?.dataClasses ?? [],
  };
}
