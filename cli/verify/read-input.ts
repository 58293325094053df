/** What `verify` is given: files, standard input, or the token itself. All of it is hostile, and all of it is bounded. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Io, UndecidedError } from '../io.ts';

const MAX_BYTES = 4 << 20;

/** The text of a file. `what` names it in messages; the path does only when it cannot be a token by mistake. */
export function readText(io: Io, file: string, what: string, limit = MAX_BYTES): string {
  try {
    const full = path.resolve(io.cwd, file);
    if (!statSync(full).isFile()) throw new UndecidedError(`The ${what} is not a file`);
    const bytes = readFileSync(full);
    if (bytes.length > limit) throw new UndecidedError(`The ${what} is too long`);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof UndecidedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const fault = code === 'ENOENT' ? 'there is no such file' : (code ?? 'unknown fault');
    throw new UndecidedError(`The ${what} cannot be read: ${fault}`);
  }
}

function readStdin(): string {
  try {
    return readFileSync(0, 'utf8');
  } catch {
    throw new UndecidedError('The token cannot be read from standard input');
  }
}

/** Files end in a newline; a token does not. Exactly one is taken off, and what remains is judged as it is. */
function withoutNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/**
 * The token that an argument means: `-` is standard input, what begins with `eyJ` (as every JWS does) is the token
 * itself, the rest names a file. The argument is never repeated in a message, since it may be a token after all.
 */
export function readToken(io: Io, argument: string): string {
  if (argument === '-') return withoutNewline(readStdin());
  if (argument.startsWith('eyJ')) return argument;
  return withoutNewline(readText(io, argument, 'token file'));
}
