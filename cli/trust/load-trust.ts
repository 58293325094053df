/**
 * Where trust comes from (CONTRACT.md §3): `--trust`, COUNTERSIGN_TRUST (an absolute path), or the server that
 * COUNTERSIGN_URL names. Never from a file that happens to lie about: whoever can add a file to a checkout would choose
 * the keys.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseTrust, type Trust } from '#domain/token/trust.ts';
import { type Io, UndecidedError, UsageError } from '../io.ts';

const MAX_BYTES = 1 << 20;

/** Reads and checks a trust file. Throws UndecidedError when it cannot be read or pins nothing. */
export async function readTrustFile(file: string): Promise<Trust> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UndecidedError(`The trust file ${file} cannot be read: ${error.code ?? 'unknown fault'}`);
  });
  const parsed = text.length > MAX_BYTES ? { ok: false as const, message: 'too long' } : parseTrust(text);
  if (!parsed.ok) throw new UndecidedError(`The trust file ${file} is refused: ${parsed.message}`);
  return parsed.trust;
}

/** The trust to verify with. `flag` is the value of `--trust`. */
export async function loadTrust(io: Io, flag: string | undefined): Promise<Trust> {
  if (flag !== undefined) return readTrustFile(path.resolve(io.cwd, flag));
  const { COUNTERSIGN_TRUST: file, COUNTERSIGN_URL: url } = io.env;
  if (file) {
    if (!path.isAbsolute(file)) throw new UsageError('COUNTERSIGN_TRUST must be an absolute path');
    return readTrustFile(file);
  }
  if (url) return (await import('./fetch-trust.ts')).fetchTrust(io, url);
  throw new UsageError('Nothing is trusted: give --trust FILE, or set COUNTERSIGN_TRUST or COUNTERSIGN_URL');
}
