/**
 * First-load JavaScript per route, compressed as a browser gets it: the scripts that the built page's HTML names, fetched
 * from the running product. The limit is a size, so the "ratio" is kilobytes over the 180 kB that we allow.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';

const LIMIT_KB = 180;
const PORT = 4_791;
const ORIGIN = `http://localhost:${PORT}`;
const ADMIN = { email: 'admin@bench.test', password: 'password of the measurement' };

async function ready(): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (
      await fetch(`${ORIGIN}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not come up');
}

async function kilobytes(route: string, cookie: string): Promise<number> {
  const page = await fetch(ORIGIN + route, { headers: { cookie }, redirect: 'manual' });
  if (page.status !== 200) throw new Error(`${route} answered ${page.status}`);
  const html = await page.text();
  const scripts = [...new Set([...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"/g)].map(([, src]) => src ?? ''))];
  if (scripts.length === 0) throw new Error(`${route} names no script`);
  const sizes = await Promise.all(
    scripts.map(async (src) => gzipSync(Buffer.from(await (await fetch(new URL(src, ORIGIN))).arrayBuffer())).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** `signIn` gives the session cookie; `routes` are pages that it may see. */
export async function benchFirstLoad(
  routes: readonly string[],
  signIn: (origin: string, admin: typeof ADMIN) => Promise<string>,
): Promise<Figure[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
  const server: ChildProcess = spawn(process.execPath, ['dist/server.mjs'], {
    env: {
      ...process.env,
      PORT: String(PORT),
      COUNTERSIGN_DATA_DIR: dir,
      COUNTERSIGN_LOG_LEVEL: 'error',
      COUNTERSIGN_INIT_ADMIN_EMAIL: ADMIN.email,
      COUNTERSIGN_INIT_ADMIN_PASSWORD: ADMIN.password,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await ready();
    const cookie = await signIn(ORIGIN, ADMIN);
    const figures: Figure[] = [];
    for (const route of routes) {
      const size = await kilobytes(route, cookie);
      figures.push({
        name: `first-load JavaScript of ${route}`,
        ratio: size / LIMIT_KB,
        target: 1,
        better: 'lower',
        detail: `${size.toFixed(0)} kB compressed, limit ${LIMIT_KB} kB`,
      });
    }
    return figures;
  } finally {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
    rmSync(dir, { recursive: true, force: true });
  }
}
