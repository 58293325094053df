/** What a person pasted of `countersign digest --json`, as the part of a registration that it stands for. */
import { jsonFaultAt } from '#domain/canonical/json-fault.ts';
import { positionsIn } from '#domain/manifest/lines.ts';

export interface DigestOutputProblem {
  readonly path: '/files';
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export type DigestOutput =
  | { readonly ok: true; readonly digest: unknown; readonly files: unknown }
  | { readonly ok: false; readonly problem: DigestOutputProblem };

function refuse(message: string, place: { line: number; column: number } | null = null): DigestOutput {
  return { ok: false, problem: { path: '/files', message, ...place } };
}

/** Digest and files as they stand in the text; the service checks both and that they belong together. */
export function readDigestOutput(text: string): DigestOutput {
  if (text.trim() === '') return refuse('Paste the output of `countersign digest --json PATH`');
  const fault = jsonFaultAt(text);
  if (fault !== null) {
    return refuse('This is not JSON; paste the whole output, with `--json`', positionsIn(text)(fault));
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('digest' in value) || !('files' in value)) {
    return refuse('There is no `digest` with `files` in it; was it made with `--json`?');
  }
  return { ok: true, digest: value.digest, files: value.files };
}
