/**
 * Takes from text or a file whatever it declares, for a form: a manifest, or one of the files that prefill one. What
 * cannot be used is refused with a reason and, where there is one, its place; nothing that is there already is touched.
 */
import { jsonFaultAt } from '#domain/canonical/json-fault.ts';
import type { Prefill } from '../draft.ts';
import type { ManifestForm } from '../form.ts';
import { prefillFromManifest, readManifestForm } from '../form-read.ts';
import { LIMITS } from '../limits.ts';
import { positionsIn } from '../lines.ts';
import type { Problem } from '../problem.ts';
import { type ByteSource, bytesInMemory } from './byte-source.ts';
import { prefillFromFile } from './detect.ts';

export type Recognised =
  | {
      readonly ok: true;
      /** such as `Hugging Face model card README.md` */
      readonly source: string;
      readonly prefill: Prefill;
      /** set when it is a manifest */
      readonly form: ManifestForm | null;
      readonly leftOut: readonly Problem[];
    }
  | { readonly ok: false; readonly message: string; readonly problems: readonly Problem[] };

/** Text files that describe a model are small; the headers of weights are read in parts, whatever their size. */
const LARGEST_TEXT = 16 * 1024 * 1024;
const WEIGHTS = /\.(?:safetensors|gguf|onnx)$/i;

const refused = (message: string, problems: readonly Problem[] = []): Recognised => ({ ok: false, message, problems });

/** A file by its name and bytes. Never throws for what it holds. */
export async function recogniseFile(file: ByteSource, name: string): Promise<Recognised> {
  if (WEIGHTS.test(name)) {
    const prefill = await prefillFromFile(file, name);
    return prefill ? found(prefill) : refused(`${name} has no header that can be read`);
  }
  if (file.size > LARGEST_TEXT)
    return refused(`${name} has ${file.size} bytes; a file that describes a model has at most ${LARGEST_TEXT}`);
  const bytes = await file.read(0, file.size);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refused(`${name} is not text: it holds bytes that are not UTF-8`, [notText(bytes)]);
  }
  return recogniseText(text, name);
}

/** Where the first byte stands that is not UTF-8. */
function notText(bytes: Uint8Array): Problem {
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const before = lenient.slice(0, Math.max(lenient.indexOf('\ufffd'), 0)).split('\n');
  const column = [...(before.at(-1) ?? '')].length + 1;
  return { line: before.length, column, path: '', code: 'not-utf-8', message: 'is not UTF-8 from here on' };
}

/** `name` may be empty: pasted text is recognised by what it looks like. */
export async function recogniseText(text: string, name = ''): Promise<Recognised> {
  if (text.trim() === '') return refused(`${name || 'The text'} is empty`);
  const kind = kindOf(text, name);
  if (kind === 'manifest') return manifest(text, name || 'countersign.yaml');
  const file = name || DEFAULT_NAMES[kind];
  const named = kind === 'card' && !/\.(?:md|markdown)$/i.test(file) ? `${file}.md` : file;
  if (kind === 'croissant') {
    const fault = jsonFault(text);
    if (fault) return refused(`${file} is not JSON`, [fault]);
  }
  const prefill = await prefillFromFile(bytesInMemory(new TextEncoder().encode(text)), named);
  return prefill
    ? found(prefill)
    : refused(`${file} is JSON, but not a Croissant file: it conforms to no mlcommons.org/croissant version`);
}

function found(prefill: Prefill): Recognised {
  return { ok: true, source: prefill.source, prefill, form: null, leftOut: [] };
}

function manifest(text: string, name: string): Recognised {
  if (text.length > LIMITS.bytes) return refused(`${name} is larger than a manifest may be, which is 1 MiB`);
  const read = readManifestForm(text);
  if (!read.ok) return refused(`${name} cannot be read as a manifest; nothing was taken over`, read.problems);
  return {
    ok: true,
    source: `manifest ${name}`,
    prefill: prefillFromManifest(read.form, name),
    form: read.form,
    leftOut: read.leftOut,
  };
}

type Kind = 'manifest' | 'card' | 'croissant' | 'mlmodel';

const DEFAULT_NAMES: Readonly<Record<Exclude<Kind, 'manifest'>, string>> = {
  card: 'README.md',
  croissant: 'croissant.json',
  mlmodel: 'MLmodel',
};

/** The name decides where it says something; otherwise the beginning does. */
function kindOf(text: string, name: string): Kind {
  if (/\.ya?ml$/i.test(name)) return 'manifest';
  if (/\.(?:md|markdown)$/i.test(name)) return 'card';
  if (/\.(?:json|jsonld|json-ld)$/i.test(name)) return 'croissant';
  if (/(?:^|\.)MLmodel$/i.test(name)) return 'mlmodel';
  const head = text.slice(0, 65_536).replace(/^\ufeff/, '');
  if (/^\s*[{[]\s*["}\]{[]/.test(head) && /"@context"|"@type"|conformsTo/.test(head)) return 'croissant';
  if (/^---[ \t]*\r?\n[^]*?\n---[ \t]*(?:\r?\n|$)/.test(head)) return 'card';
  if (/^flavors:/m.test(head)) return 'mlmodel';
  if (/^(?:apiVersion|model|owner|useCase|classification|lineage):/m.test(head)) return 'manifest';
  if (/^#{1,6} \S/m.test(head)) return 'card';
  return /^\s*\{/.test(head) ? 'croissant' : 'manifest';
}

function jsonFault(text: string): Problem | null {
  const offset = jsonFaultAt(text.replace(/^\ufeff/, ''));
  if (offset === null) return null;
  return { ...positionsIn(text)(offset), path: '', code: 'syntax', message: 'is not JSON from here on' };
}
