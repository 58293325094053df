/** What a person pasted of `countersign digest --json`, as the part of a registration that it stands for. */
import type { InputProblem } from '#services/errors.ts';

export type DigestOutput =
  | { readonly ok: true; readonly digest: unknown; readonly files: unknown }
  | { readonly ok: false; readonly problem: InputProblem };

function refuse(message: string, line?: number, column?: number): DigestOutput {
  const place = line === undefined ? {} : { line, column: column ?? 1 };
  return { ok: false, problem: { path: '/files', message, ...place } };
}

/** Digest and files as they stand in the text; the service checks both and that they belong together. */
export function readDigestOutput(text: string): DigestOutput {
  if (text.trim() === '') return refuse('Paste the output of `countersign digest --json PATH`');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const before = text.slice(0, Number(position ?? 0)).split('\n');
    return refuse(
      'This is not JSON; paste the whole output, with `--json`',
      before.length,
      (before.at(-1)?.length ?? 0) + 1,
    );
  }
  if (typeof value !== 'object' || value === null || !('digest' in value) || !('files' in value)) {
    return refuse('There is no `digest` with `files` in it; was it made with `--json`?');
  }
  return { ok: true, digest: value.digest, files: value.files };
}
