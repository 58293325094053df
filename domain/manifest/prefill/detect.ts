/** Finds out what a file is, by its name and its first bytes, and takes from it what it declares. */
import type { Prefill } from '../draft.ts';
import type { ByteSource } from './byte-source.ts';
import { prefillFromCard } from './card.ts';
import { prefillFromCroissant } from './croissant.ts';
import { prefillFromGguf } from './gguf.ts';
import { prefillFromMlmodel } from './mlmodel.ts';
import { prefillFromOnnx } from './onnx.ts';
import { prefillFromSafetensors } from './safetensors.ts';

const LARGEST_TEXT = 16 * 1024 * 1024;

/** `name` is the file's own, without folders. Null when it is none of the formats that are known. */
export async function prefillFromFile(file: ByteSource, name: string): Promise<Prefill | null> {
  if (/\.safetensors$/i.test(name)) return prefillFromSafetensors(file, name);
  if (/\.gguf$/i.test(name)) return prefillFromGguf(file, name);
  if (/\.onnx$/i.test(name)) return prefillFromOnnx(file, name);
  if (/\.(?:json|jsonld|json-ld)$/i.test(name)) return prefillFromCroissant(await text(file), name);
  if (/(?:^|\.)MLmodel$/i.test(name)) return prefillFromMlmodel(await text(file), name);
  if (/\.(?:md|markdown)$/i.test(name)) return prefillFromCard(await text(file), name);
  return null;
}

async function text(file: ByteSource): Promise<string> {
  return new TextDecoder().decode(await file.read(0, Math.min(file.size, LARGEST_TEXT)));
}
