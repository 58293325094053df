/** A registration as it arrives, hostile or honest, turned into what may be registered; every problem at once. */

import { type Digest, parseDigest } from '#domain/artifact/digest.ts';
import { checkFileList } from '#domain/artifact/file-list.ts';
import type { FileEntry } from '#domain/artifact/tree.ts';
import { checkManifestObject } from '#domain/manifest/check-object.ts';
import { parseManifest } from '#domain/manifest/parse.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { Registration } from '#domain/wire/registration.ts';
import { type InputProblem, ServiceError } from '../errors.ts';
import { parse } from '../parse.ts';

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

function readManifest(source: string | Record<string, unknown>): ReadManifest {
  return typeof source === 'string' ? parseManifest(source) : checkManifestObject(source);
}

export function readRegistration(body: unknown): Accepted {
  const input = parse(Registration, body);
  const read = readManifest(input.manifest);
  const problems: InputProblem[] = read.ok
    ? []
    : read.problems.map((problem) => ({ ...problem, path: `/manifest${problem.path}` }));
  const digest = parseDigest(input.digest);
  if (digest) {
    const faults = checkFileList(input.files, digest);
    problems.push(...faults.map(({ pointer, message }) => ({ path: `/files${pointer}`, message, code: 'files' })));
  }
  if (read.ok && read.manifest.artifact.digest !== undefined && read.manifest.artifact.digest !== input.digest) {
    problems.push({
      path: '/manifest/artifact/digest',
      message: `The manifest says ${read.manifest.artifact.digest}, the files are ${input.digest}`,
      code: 'digest-mismatch',
    });
  }
  if (problems.length > 0 || !read.ok || !digest) {
    throw new ServiceError(
      'invalid',
      problems.length === 1 ? 'The registration has a problem' : `The registration has ${problems.length} problems`,
      'registration',
      problems,
    );
  }
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
