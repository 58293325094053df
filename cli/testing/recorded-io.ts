/** A process for tests: what a verb would print is kept, and nothing of the real environment is seen. */
import type { Io } from '../io.ts';

export interface RecordedIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

export function recordedIo(cwd: string, env: Readonly<Record<string, string | undefined>> = {}): RecordedIo {
  let out = '';
  let err = '';
  return {
    cwd,
    env,
    tty: false,
    color: false,
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    out: () => out,
    err: () => err,
  };
}
