/** A registration as it arrives, hostile or honest, turned into what may be registered; every problem at once. */

import { type Digest, parseDigest } from '#domain/artifact/digest.ts';
import { checkFileList } from '#domain/artifact/file-list.ts';
import type { FileEntry } from '#domain/artifact/tree.ts';
import { checkManifestObject } from '#domain/manifest/check-object.ts';
import { parseManifest } from '#domain/manifest/parse.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { Registration } from '#domain/wire/registration.ts';
import { type InputProblem, ServiceError } from '../errors.ts';
import { inputProblems } from '../parse.ts';

export interface Accepted {
  readonly manifest: Manifest;
  readonly manifestDigest: Digest;
  /** as it was sent; null when it came as JSON */
  readonly text: string | null;
  readonly name: { readonly namespace: string; readonly name: string };
  readonly model: string;
  /** `namespace/name@version` */
  readonly ref: string;
  readonly digest: Digest;
  readonly files: readonly FileEntry[];
  readonly source: { readonly repository: string | null; readonly commit: string | null };
  readonly committers: readonly string[] | null;
  readonly measuredBy: 'cli' | 'browser';
}

type ReadManifest =
  | { readonly ok: true; readonly manifest: Manifest; readonly digest: Digest }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

function readManifest(source: unknown): ReadManifest {
  const read = typeof source === 'string' ? parseManifest(source) : checkManifestObject(source);
  if (read.ok) return read;
  return { ok: false, problems: read.problems.map((problem) => ({ ...problem, path: `/manifest${problem.path}` })) };
}

function refuse(problems: readonly InputProblem[]): never {
  throw new ServiceError(
    'invalid',
    problems.length === 1 ? 'The registration has a problem' : `The registration has ${problems.length} problems`,
    'registration',
    problems,
  );
}

/** The manifest is read even where the rest of the body is wrong, so that one answer names every problem. */
function readBody(body: unknown): { input: Registration; read: ReadManifest & { ok: true } } {
  const parsed = Registration.safeParse(body);
  const source = typeof body === 'object' && body !== null && 'manifest' in body ? body.manifest : undefined;
  const read: ReadManifest =
    typeof source === 'string' || (typeof source === 'object' && source !== null)
      ? readManifest(source)
      : { ok: false, problems: [] };
  const shape = parsed.success ? [] : inputProblems(parsed.error);
  if (!parsed.success || !read.ok) return refuse([...shape, ...(read.ok ? [] : read.problems)]);
  return { input: parsed.data, read };
}

export function readRegistration(body: unknown): Accepted {
  const { input, read } = readBody(body);
  const problems: InputProblem[] = [];
  const digest = parseDigest(input.digest);
  if (digest) {
    const faults = checkFileList(input.files, digest);
    problems.push(...faults.map(({ pointer, message }) => ({ path: `/files${pointer}`, message, code: 'files' })));
  }
  if (read.manifest.artifact.digest !== undefined && read.manifest.artifact.digest !== input.digest) {
    problems.push({
      path: '/manifest/artifact/digest',
      message: `The manifest says ${read.manifest.artifact.digest}, the files are ${input.digest}`,
      code: 'digest-mismatch',
    });
  }
  if (problems.length > 0 || !digest) return refuse(problems);
  const { manifest } = read;
  const [namespace = '', name = ''] = manifest.model.split('/');
  return {
    manifest,
    manifestDigest: read.digest,
    text: typeof input.manifest === 'string' ? input.manifest : null,
    name: { namespace, name },
    model: manifest.model,
    ref: `${manifest.model}@${manifest.version}`,
    digest,
    files: input.files,
    source: {
      repository: manifest.source?.repository ?? input.source?.repository ?? null,
      commit: manifest.source?.commit ?? input.source?.commit ?? null,
    },
    committers: input.committers ?? null,
    measuredBy: input.measuredBy,
  };
}
