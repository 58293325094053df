/**
 * How the register grows: the same questions asked of 100 models and of 10,000, and of a model with 10 versions and with
 * 10,000, on the same PostgreSQL in the same run. A page costs what it shows; counting has to look at every model once.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Figure } from './figure.ts';
import { measureRegister } from './fixtures/register.ts';

async function until<T>(look: () => T): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    try {
      return look();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('PostgreSQL did not come up');
}

async function newDatabase(admin: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  await client.query(`create database ${pg.escapeIdentifier(name)}`).finally(() => client.end());
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return url.href;
}

const ms = (time: number) => `${time.toFixed(1)} ms`;

export async function benchRegister(): Promise<Figure[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
  // PostgreSQL does not run as root: whoever it runs as has to reach its folder.
  chmodSync(dir, 0o755);
  const postgres = spawn(
    process.execPath,
    ['scripts/test-postgres.mjs', '--dir', path.join(dir, 'pg'), '--for', String(process.pid)],
    { stdio: 'ignore' },
  );
  try {
    const admin = await until(() => readFileSync(path.join(dir, 'pg/url'), 'utf8').trim());
    const measure = async (name: string, models: number, versions: number) =>
      measureRegister(
        {
          DATABASE_URL: await newDatabase(admin, name),
          COUNTERSIGN_TRIAL: '1',
          COUNTERSIGN_ORIGIN: 'http://localhost:4791',
          COUNTERSIGN_KEY_DIR: path.join(dir, name),
          AUTH_SECRET: 'a secret of the measurement, at least 32 long',
          COUNTERSIGN_INIT_ADMIN_EMAIL: 'admin@bench.test',
          COUNTERSIGN_INIT_ADMIN_PASSWORD: 'password of the measurement',
        },
        path.resolve('dist/migrations'),
        { models, versions },
      );
    const small = await measure('register_small', 100, 10);
    const large = await measure('register_large', 10_000, 10_000);
    const growth = (name: string, of: keyof typeof small, target: number): Figure => ({
      name,
      ratio: large[of] / small[of],
      target,
      better: 'lower',
      detail: `${ms(large[of])} against ${ms(small[of])}, medians of 15`,
    });
    return [
      growth('register, first page, 10,000 models / 100', 'firstPage', 10),
      growth('register, search, 10,000 models / 100', 'search', 100),
      growth('register, counts of every facet, 10,000 models / 100', 'counts', 100),
      growth('timeline, first page, 10,000 versions / 10', 'timeline', 10),
    ];
  } finally {
    if (postgres.exitCode === null) {
      const gone = new Promise((resolve) => postgres.once('exit', resolve));
      postgres.kill('SIGTERM');
      await gone;
    }
    rmSync(dir, { recursive: true, force: true });
  }
}
