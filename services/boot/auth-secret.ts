/** The secret that session cookies are encrypted with; the embedded store makes its own and keeps it (CONTRACT.md §1). */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';

/** The configured secret, else the one in the data directory, made on first use with mode 0600. */
export async function authSecret(config: Config): Promise<string> {
  if (config.authSecret !== undefined) return config.authSecret;
  if (config.store.kind !== 'embedded') throw new Error('AUTH_SECRET is required with DATABASE_URL');
  const path = join(config.store.dataDir, 'auth-secret');
  await mkdir(config.store.dataDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, 'utf8')).trim();
}
