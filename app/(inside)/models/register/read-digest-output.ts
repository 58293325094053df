/** What a person pasted of `countersign digest --json`, as the part of a registration that it stands for. */
import { type InputProblem, ServiceError } from '#services/errors.ts';

function refuse(message: string, line?: number, column?: number): never {
  const problem: InputProblem = {
    path: '/files',
    message,
    ...(line === undefined ? {} : { line, column: column ?? 1 }),
  };
  throw new ServiceError('invalid', 'The file list could not be read', 'file-list', [problem]);
}

/** Digest and files as they stand in the text; the service checks both and that they belong together. */
export function readDigestOutput(text: string): { digest: unknown; files: unknown } {
  if (text.trim() === '') refuse('Paste the output of `countersign digest --json PATH`');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const before = text.slice(0, Number(position ?? 0)).split('\n');
    refuse('This is not JSON; paste the whole output, with `--json`', before.length, (before.at(-1)?.length ?? 0) + 1);
  }
  if (typeof value !== 'object' || value === null || !('digest' in value) || !('files' in value)) {
    refuse('There is no `digest` with `files` in it; was it made with `--json`?');
  }
  return { digest: value.digest, files: value.files };
}
