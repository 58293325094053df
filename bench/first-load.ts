/**
 * First-load JavaScript per route, compressed as a browser would get it: the scripts that the served page names, fetched
 * from the running product. The limit is a size, so the ratio is to the 180 kB that a route may have.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';
import { openSession } from './fixtures/session.ts';

const LIMIT_KB = 180;
const PORT = 4_791;
const ORIGIN = `http://localhost:${PORT}`;
const ROUTES = [
  '/sign-in',
  '/',
  '/models',
  '/models/register',
  '/compare',
  '/reviews',
  '/exemptions',
  '/use-cases',
  '/use-cases/new',
  '/ledger',
  '/notices',
  '/settings/people',
  '/settings/teams',
  '/settings/keys',
  '/settings/webhooks',
  '/settings/deliveries',
  '/settings/notices',
  '/settings/account',
  '/confirm',
];

async function ready(): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const up = await fetch(`${ORIGIN}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not come up');
}

async function kilobytes(route: string, cookie: string): Promise<number> {
  const page = await fetch(ORIGIN + route, { headers: route === '/sign-in' ? {} : { cookie }, redirect: 'manual' });
  if (page.status !== 200) throw new Error(`${route} answered ${page.status}`);
  const html = await page.text();
  // Polyfills are marked `nomodule`: no browser that we support fetches them.
  const tags = [...html.matchAll(/<script[^>]+>/g)].map(([tag]) => tag).filter((tag) => !/\snomodule/i.test(tag));
  const scripts = new Set(tags.flatMap((tag) => /src="([^"]+\.js[^"]*)"/.exec(tag)?.[1] ?? []));
  if (scripts.size === 0) throw new Error(`${route} names no script`);
  const sizes = await Promise.all(
    [...scripts].map(
      async (src) => gzipSync(Buffer.from(await (await fetch(new URL(src, ORIGIN))).arrayBuffer())).length,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

export async function benchFirstLoad(): Promise<Figure[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
  const environment = {
    PORT: String(PORT),
    COUNTERSIGN_DATA_DIR: dir,
    AUTH_SECRET: 'a secret of the measurement, at least 32 long',
    COUNTERSIGN_INIT_ADMIN_EMAIL: 'admin@bench.test',
    COUNTERSIGN_INIT_ADMIN_PASSWORD: 'password of the measurement',
  };
  const cookie = await openSession(environment, path.resolve('dist/migrations'));
  const server: ChildProcess = spawn(process.execPath, ['dist/server.mjs'], {
    env: { ...process.env, ...environment, COUNTERSIGN_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await ready();
    const figures: Figure[] = [];
    for (const route of ROUTES) {
      const size = await kilobytes(route, cookie);
      figures.push({
        name: `first-load JavaScript of ${route}`,
        ratio: size / LIMIT_KB,
        target: 1,
        better: 'lower',
        detail: `${size.toFixed(0)} kB compressed; limit ${LIMIT_KB} kB`,
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
