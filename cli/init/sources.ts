/** Finds the files that say something about a model, and takes from them what they declare. */
import type { Stats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Prefill } from '#domain/manifest/draft.ts';
import type { ByteSource } from '#domain/manifest/prefill/byte-source.ts';
import { prefillFromFile } from '#domain/manifest/prefill/detect.ts';
import { UndecidedError, UsageError } from '../io.ts';

const WEIGHTS = /\.(?:safetensors|gguf|onnx)$/i;
/** Read in this order; the first that says something about a field is believed. */
const DESCRIPTIONS = ['MLmodel', 'README.md', 'croissant.json'];

export interface Sources {
  readonly prefills: readonly Prefill[];
  /** the model's folder or file, where a source shows it; absolute */
  readonly artifact: string | null;
}

/** `from` is a file, or a folder to look in. Throws UsageError for what it cannot make use of. */
export async function sourcesFrom(from: string): Promise<Sources> {
  const stats = await statOf(from);
  if (stats.isDirectory()) return sourcesIn(from, true);
  const prefill = stats.isFile() ? await prefillOf(from) : null;
  if (!prefill) {
    throw new UsageError(
      `${from} is not a file that init can read: a model card (.md), MLmodel, Croissant (.json), .safetensors, .gguf or .onnx`,
    );
  }
  const isModel = from.endsWith('MLmodel');
  return { prefills: [prefill], artifact: isModel ? path.dirname(from) : WEIGHTS.test(from) ? from : null };
}

/** What a folder's own files declare; not those of folders below it. `named`: the folder was asked for, so it is the model. */
export async function sourcesIn(folder: string, named: boolean): Promise<Sources> {
  const names = (await readdir(folder)).sort();
  const weights = names.filter((name) => WEIGHTS.test(name));
  const wanted = [...DESCRIPTIONS.filter((name) => names.includes(name)), ...weights.slice(0, 1)];
  const prefills: Prefill[] = [];
  for (const name of wanted) {
    const file = path.join(folder, name);
    if (!(await statOf(file)).isFile()) continue;
    const prefill = await prefillOf(file);
    if (prefill && (named || !isPlainReadme(name, prefill))) prefills.push(prefill);
  }
  const isModel = weights.length > 0 || names.includes('MLmodel');
  const [only] = weights;
  const artifact = named && isModel ? folder : weights.length === 1 && only ? path.join(folder, only) : null;
  return { prefills, artifact };
}

/** A README without front matter in a folder of code is about the code; its heading describes no model. */
function isPlainReadme(name: string, { fields }: Prefill): boolean {
  return name === 'README.md' && Object.keys(fields).every((field) => field === 'description');
}

async function prefillOf(file: string): Promise<Prefill | null> {
  const handle = await open(file, 'r').catch(unreadable(file));
  try {
    const { size } = await handle.stat();
    const source: ByteSource = {
      size,
      read: async (offset, length) => {
        const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
        return buffer.subarray(0, bytesRead);
      },
    };
    return await prefillFromFile(source, path.basename(file));
  } finally {
    await handle.close();
  }
}

async function statOf(file: string): Promise<Stats> {
  return stat(file).catch(unreadable(file));
}

function unreadable(file: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw new UndecidedError(
      `${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.code}`,
    );
  };
}
