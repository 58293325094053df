/** A TensorFlow.js layers model as files: model.json and weight shards, written and read again. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';

/** Small, so that even this model has several shards. */
const SHARD_BYTES = 2_048;

export async function saveModel(
  /** @type {import('@tensorflow/tfjs-layers').LayersModel} */ model,
  /** @type {string} */ folder,
) {
  mkdirSync(folder, { recursive: true });
  const handler = io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format, generatedBy }) => {
    const bytes = Buffer.from(/** @type {ArrayBuffer} */ (weightData));
    const count = Math.ceil(bytes.length / SHARD_BYTES);
    const paths = Array.from({ length: count }, (_, index) => `group1-shard${index + 1}of${count}.bin`);
    for (const [index, name] of paths.entries()) {
      writeFileSync(path.join(folder, name), bytes.subarray(index * SHARD_BYTES, (index + 1) * SHARD_BYTES));
    }
    const described = { format, generatedBy, modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] };
    writeFileSync(path.join(folder, 'model.json'), `${JSON.stringify(described, null, 1)}\n`);
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler);
}

/** The model as somebody else gets it: from its files alone. */
export function loadModel(/** @type {string} */ folder) {
  return loadLayersModel({
    load: async () => {
      const { modelTopology, weightsManifest } = JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8'));
      const [{ paths, weights }] = weightsManifest;
      const shards = paths.map((/** @type {string} */ name) => readFileSync(path.join(folder, name)));
      const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
      return { modelTopology, weightSpecs: weights, weightData };
    },
  });
}
