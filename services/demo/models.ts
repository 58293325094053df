/** The demo's models: manifests as a repository would hold them, and real safetensors files small enough to make at start. */
import { createHash } from 'node:crypto';
import { type FileEntry, treeDigest } from '#domain/artifact/tree.ts';
import type { DraftDataset, DraftParent, Fields } from '#domain/manifest/draft.ts';
import { writeManifest } from '#domain/manifest/write.ts';

export interface DemoVersion {
  readonly model: string;
  readonly version: string;
  readonly useCase: string;
  readonly description: string;
  readonly classification: readonly string[];
  readonly license?: string;
  readonly data?: readonly DraftDataset[];
  readonly lineage?: readonly DraftParent[];
  readonly evaluation?: { readonly suite: string; readonly metric: string; readonly value: number };
  readonly environments?: readonly string[];
  /** e-mail addresses; the engineer's when absent */
  readonly committers?: readonly string[];
  /** other weights under the same name, such as of a retrain */
  readonly seed?: string;
}

/** The manifest's text, by the writer that `init` and the wizard use. */
export function manifestText(version: DemoVersion): string {
  const from = '';
  const fields: Fields = {
    model: { value: version.model, from },
    version: { value: version.version, from },
    owner: { value: `team:${version.model.split('/', 1)[0]}`, from },
    description: { value: version.description, from },
    useCase: { value: version.useCase, from },
    classification: { value: version.classification, from },
    license: { value: version.license ?? 'apache-2.0', from },
    source: {
      value: { repository: `https://git.demo.test/${version.model}`, commit: hex(version).slice(0, 40) },
      from,
    },
    artifact: { value: { path: './model' }, from },
    data: { value: version.data ?? { none: 'Nothing was trained; the weights come from the parent.' }, from },
    lineage: { value: version.lineage ?? 'from-scratch', from },
    ...(version.evaluation ? { evaluation: { value: [version.evaluation], from } } : {}),
    runtime: {
      value: { environments: [...(version.environments ?? ['staging', 'production'])], regions: ['eu-west-1'] },
      from,
    },
  };
  return writeManifest({ fields, questions: [], contradictions: [] });
}

const hex = ({ model, version, seed = '' }: DemoVersion, part = '') =>
  createHash('sha256').update(`${model}@${version} ${seed} ${part}`).digest('hex');

/** A linear layer as safetensors: eight bytes of header length, the JSON header, and the weights as float32. */
function safetensors(version: DemoVersion): Uint8Array {
  const count = 64;
  const header = JSON.stringify({
    __metadata__: { format: 'pt', model: version.model },
    'scorer.weight': { dtype: 'F32', shape: [1, count], data_offsets: [0, count * 4] },
  });
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8, ' ');
  const bytes = new Uint8Array(8 + padded.length + count * 4);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded.length), true);
  bytes.set(new TextEncoder().encode(padded), 8);
  for (let index = 0; index < count; index++) {
    const byte = Number.parseInt(hex(version, String(index)).slice(0, 4), 16);
    view.setFloat32(8 + padded.length + index * 4, byte / 32_768 - 1, true);
  }
  return bytes;
}

export interface DemoFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export function filesOf(version: DemoVersion): readonly DemoFile[] {
  const config = { architecture: 'linear', inputs: 64, model: version.model, version: version.version };
  return [
    { path: 'config.json', bytes: new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`) },
    { path: 'model.safetensors', bytes: safetensors(version) },
  ];
}

/** What a registration says of the files. */
export function registrationFiles(files: readonly DemoFile[]): {
  readonly digest: string;
  readonly files: FileEntry[];
} {
  const entries = files.map(({ path, bytes }) => ({
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  return { digest: treeDigest(entries), files: entries };
}
