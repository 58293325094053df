/** Files that a later step trusts are written whole or not at all: to a new file beside, synced, then renamed over. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { UndecidedError } from './io.ts';

/** `mode` 0o600 for what is secret, 0o644 for what is public. Throws UndecidedError when it cannot be written. */
export async function writeFileAtomically(file: string, text: string, mode: 0o600 | 0o644): Promise<void> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}`);
  try {
    // exclusive: never writes through a link that somebody put there
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new UndecidedError(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown fault'}`);
  }
}
