/**
 * How a verb talks: machine output on stdout, human text and progress on stderr, one verdict line a run (CONTRACT.md §3).
 * Text that comes from files or servers is hostile: control bytes never reach a terminal.
 */
import type { Exit } from './exit.ts';

/** What a verb may touch of the process; tests pass their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** true when stderr is a terminal: progress bars only there */
  readonly tty: boolean;
  readonly color: boolean;
  /** width of the terminal; absent when there is none, or nobody knows */
  readonly columns?: number | undefined;
  /** raw, for machine output */
  stdout(text: string): void;
  /** raw, for progress redraws; ordinary lines go through `say` */
  stderr(text: string): void;
}

export type Verb = (args: readonly string[], io: Io) => Promise<Exit>;

/** A mistake in how the command was called: exit 2, with the message and the way to the help. */
export class UsageError extends Error {}

/** The answer could not be had (network, sign-in, server fault, unreadable file): exit 4. */
export class UndecidedError extends Error {}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Makes text safe for a terminal: control and direction-changing characters become `\u{…}`. Tabs and newlines stay. */
export function printable(text: string): string {
  return text.replace(CONTROL, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** On one line: a newline in what somebody else wrote could forge a line of its own, even a verdict. */
export function oneLine(text: string): string {
  return printable(text.trim().replace(/\s*[\r\n]\s*/g, ' '));
}

/** One human line on stderr. */
export function say(io: Io, line: string): void {
  io.stderr(`${oneLine(line)}\n`);
}

/** One JSON object on stdout, and nothing else there. */
export function printJson(io: Io, value: unknown): void {
  io.stdout(`${JSON.stringify(value, null, 2)}\n`);
}
