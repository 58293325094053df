/**
 * Croissant 1.0 and 1.1, JSON-LD about a dataset (mlcommons/croissant). Checksums in real files are sometimes URLs or
 * placeholders: only 64 hex digits are taken for a SHA-256. MD5 is never taken.
 */
import { parseDigest } from '#domain/artifact/digest.ts';
import type { DraftDataset, Prefill, Question } from '../draft.ts';
import { Uri } from '../fields.ts';
import { line, lines, mapping, member } from './declared.ts';

const LARGEST = 16 * 1024 * 1024;
const FILES = 64;

/** Null when the text is not a Croissant file. */
export function prefillFromCroissant(text: string, name = 'croissant.json'): Prefill | null {
  const root = parsed(text);
  const conforms = lines(member(root, 'conformsTo') ?? member(root, 'dct:conformsTo'), 8);
  if (!conforms.some((uri) => /^https?:\/\/mlcommons\.org\/croissant\//.test(uri))) return null;

  const named = line(member(root, 'name'));
  const dataset = named ?? 'the dataset';
  const license = licenseOf(member(root, 'license') ?? member(root, 'sdLicense'));
  const page = uri(member(root, 'url'));
  const questions: Question[] = [];
  const data: DraftDataset[] = [];
  const files = filesOf(member(root, 'distribution'));
  const checked = files.filter(({ digest }) => digest !== undefined);

  for (const file of checked) {
    const label =
      checked.length === 1 && files.length === 1 ? (named ?? '') : [named, file.name].filter(Boolean).join('/');
    data.push({ name: label, uri: file.uri ?? page, digest: file.digest, license });
  }
  if (checked.length === 0) data.push({ name: named ?? '', uri: page ?? files[0]?.uri, license });

  for (const index of data.keys()) {
    questions.push({
      field: `/data/${index}/role`,
      why: `What was ${data[index]?.name || dataset} used for? Such as training or evaluation.`,
    });
  }
  for (const { name: file, checksum, digest } of files) {
    if (digest !== undefined) continue;
    const why =
      checksum === undefined
        ? `has no SHA-256 of ${file}`
        : `gives ${checksum} as the SHA-256 of ${file}, which is none`;
    questions.push({ field: '/data/0', why: `What is the digest of the data? ${name} ${why}.` });
  }
  if (!named) questions.push({ field: '/data/0/name', why: `What is the dataset called? ${name} does not name it.` });
  if (!license) questions.push({ field: '/data/0', why: `Under which licence is ${dataset}? ${name} names none.` });
  const source = `Croissant ${name}`;
  return { source, fields: { data: { value: data.map(compact), from: name } }, questions };
}

function parsed(text: string): unknown {
  if (text.length > LARGEST) return null;
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
}

interface CroissantFile {
  readonly name: string;
  readonly uri: string | undefined;
  readonly checksum: string | undefined;
  readonly digest: string | undefined;
}

function filesOf(distribution: unknown): CroissantFile[] {
  const entries = Array.isArray(distribution) ? distribution.slice(0, FILES) : [distribution];
  return entries
    .filter((entry) => /(?:^|[:/])FileObject$/.test(line(member(entry, '@type')) ?? ''))
    .map((entry) => {
      const checksum = line(member(entry, 'sha256'), 100);
      const digest = checksum === undefined ? null : parseDigest(`sha256:${checksum.toLowerCase()}`);
      const file = line(member(entry, 'name')) ?? line(member(entry, '@id')) ?? 'a file';
      return { name: file, uri: uri(member(entry, 'contentUrl')), checksum, digest: digest ?? undefined };
    });
}

/** A licence is a name, a URL, a CreativeWork, or a list of these. */
function licenseOf(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  const work = mapping(first);
  return line(first) ?? line(member(work, 'name')) ?? line(member(work, 'url')) ?? line(member(work, '@id'));
}

function uri(value: unknown): string | undefined {
  const text = line(value, 2048);
  return text !== undefined && Uri.safeParse(text).success ? text : undefined;
}

function compact(dataset: DraftDataset): DraftDataset {
  return Object.fromEntries(
    Object.entries(dataset).filter(([, value]) => value !== undefined),
  ) as unknown as DraftDataset;
}
