/**
 * Decisions and tokens a second over HTTP on PostgreSQL, as a ratio to `pgbench` doing the same writes under the same lock
 * against the same server in the same run: what our rules, hashing, signing and HTTP cost beside the database itself.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Figure } from './figure.ts';
import { prepare } from './fixtures/deployment.ts';
import { perSecond } from './load.ts';
import { median } from './median.ts';

/** Ours and the limit take turns, because a machine is not equally fast all the time. */
const ROUNDS = 3;
const SECONDS = 4;
const WARM_UP_SECONDS = 12;
const MODELS = 32;
const PORT = 4_790;
const CLIENTS = [1, 16];

/** The writes of one issued token, in the order and under the lock in which services/promotions/request.ts makes them. */
const SCRIPT = `\\set id random(1, 9000000000000000)
BEGIN;
INSERT INTO decision (id, version_id, environment, outcome, facts, answer, decided_at)
  VALUES (md5(:id::text || 'd' || :client_id)::uuid, :'version', 'staging', 'allow', :'facts', :'answer', now());
INSERT INTO promotion (id, version_id, environment, requested_by, decision_id, requested_at)
  VALUES (md5(:id::text || 'p' || :client_id)::uuid, :'version', 'staging', 'pipeline:x', md5(:id::text || 'd' || :client_id)::uuid, now());
SELECT size, tokens FROM ledger_head FOR UPDATE \\gset
INSERT INTO token (jti, version_id, environment, decision_id, claims, claims_digest, ledger_index, status_index, requested_by, issued_at, expires_at)
  VALUES (md5(:id::text || 't' || :client_id)::uuid, :'version', 'staging', md5(:id::text || 'd' || :client_id)::uuid, :'claims', 'x', :size, :tokens, 'pipeline:x', now(), now());
WITH e AS (INSERT INTO ledger_entry (index, leaf, leaf_hash, action, actor, subject, model, at)
  VALUES (:size, :'leaf', decode(md5(:id::text), 'hex'), 'token.issued', 'pipeline:x', 'bench/x', 'bench/x', now())),
n AS (INSERT INTO ledger_node (level, index, hash) VALUES (60, :size, decode(md5(:id::text), 'hex')))
UPDATE ledger_head SET size = size + 1, tokens = tokens + 1, last_at = now();
COMMIT;
`;

function pgbenchBinary(): string | null {
  const root = '/usr/lib/postgresql';
  const installed = existsSync(root) ? readdirSync(root).map((version) => path.join(root, version, 'bin/pgbench')) : [];
  return [...installed, 'pgbench'].find((binary) => spawnSync(binary, ['--version']).status === 0) ?? null;
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const found = await look().catch(() => null);
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come up`);
}

async function withServer<T>(environment: Record<string, string>, work: () => Promise<T>): Promise<T> {
  const server: ChildProcess = spawn(process.execPath, ['dist/server.mjs'], {
    env: { ...process.env, ...environment, COUNTERSIGN_API_ONLY: '1', COUNTERSIGN_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await until('the server', async () => ((await fetch(`http://127.0.0.1:${PORT}/readyz`)).ok ? true : null));
    return await work();
  } finally {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await gone;
  }
}

/** Values of the size that the product writes, taken from rows that it wrote. */
async function sample(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(
      `select d.version_id as version, d.facts, d.answer::text as answer, t.claims::text as claims, e.leaf
       from token t join decision d on d.id = t.decision_id join ledger_entry e on e.index = t.ledger_index limit 1`,
    );
    if (!rows[0]) throw new Error('nothing was issued');
    return rows[0];
  } finally {
    await client.end();
  }
}

function transactionsPerSecond(binary: string, url: string, script: string, clients: number): number {
  const run = spawnSync(
    binary,
    ['-n', '-M', 'simple', '-c', String(clients), '-j', '1', '-T', String(SECONDS), '-f', script, url],
    { encoding: 'utf8' },
  );
  const match = /tps = ([\d.]+)/.exec(run.stdout);
  if (run.status !== 0 || !match) throw new Error(`pgbench failed: ${run.stderr}`);
  return Number(match[1]);
}

/** Quotes a value into the script: pgbench has no literal that holds any text. */
function inline(script: string, values: Record<string, string>): string {
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`:'${name}'`, () => pg.escapeLiteral(value)),
    script,
  );
}

/** The same database for pgbench, in the same server: what it writes is no ledger that we could go on with. */
async function copyOf(url: string): Promise<string> {
  const named = (database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href;
  // A database that is copied may have no connection: this one is to another.
  const client = new pg.Client({ connectionString: named('template1') });
  await client.connect();
  try {
    await client.query('create database bench_limit template postgres');
  } finally {
    await client.end();
  }
  return named('bench_limit');
}

interface Round {
  readonly ours: number;
  readonly limit: number;
}

function figureOf(clients: number, rounds: readonly Round[]): Figure {
  const ratio = median(rounds.map(({ ours, limit }) => ours / limit));
  const each = rounds.map(({ ours, limit }) => `${ours.toFixed(0)} to ${limit.toFixed(0)}`);
  return {
    name: `decision + token over HTTP, ${clients} ${clients === 1 ? 'client' : 'clients'}`,
    ratio,
    target: 0.5,
    better: 'higher',
    detail: `a second, ours to pgbench with the same writes, taking turns: ${each.join(', ')}`,
  };
}

export async function benchIssue(): Promise<Figure[]> {
  const binary = pgbenchBinary();
  if (binary === null) return [{ name: 'decision + token', skipped: 'pgbench is not installed' }];
  const dir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'));
  // PostgreSQL does not run as root: whoever it runs as has to reach its folder.
  chmodSync(dir, 0o755);
  const postgres = spawn(
    process.execPath,
    ['scripts/test-postgres.mjs', '--dir', path.join(dir, 'pg'), '--for', String(process.pid), '--durable'],
    { stdio: 'ignore' },
  );
  try {
    const admin = await until('PostgreSQL', async () => readFileSync(path.join(dir, 'pg/url'), 'utf8'));
    const environment = {
      PORT: String(PORT),
      DATABASE_URL: admin,
      COUNTERSIGN_TRIAL: '1',
      COUNTERSIGN_ORIGIN: `http://localhost:${PORT}`,
      COUNTERSIGN_KEY_DIR: path.join(dir, 'keys'),
      AUTH_SECRET: 'a secret of the measurement, at least 32 long',
      COUNTERSIGN_INIT_ADMIN_EMAIL: 'admin@bench.test',
      COUNTERSIGN_INIT_ADMIN_PASSWORD: 'password of the measurement',
    };
    const { key, promotions } = await prepare(environment, path.resolve('dist/migrations'), MODELS);
    const url = `http://127.0.0.1:${PORT}/api/v1/promotions`;
    await withServer(environment, () => perSecond({ url, key, clients: 4, seconds: 2, bodies: promotions }));
    const script = path.join(dir, 'issue.sql');
    writeFileSync(script, inline(SCRIPT, await sample(admin)));
    const limitOn = await copyOf(admin);
    return await withServer(environment, async () => {
      // The engine compiles what runs often; a server that has been up for a while is what is measured.
      await perSecond({ url, key, clients: 4, seconds: WARM_UP_SECONDS, bodies: promotions });
      const figures: Figure[] = [];
      for (const clients of CLIENTS) {
        const rounds: Round[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const ours = await perSecond({ url, key, clients, seconds: SECONDS, bodies: promotions });
          rounds.push({ ours, limit: transactionsPerSecond(binary, limitOn, script, clients) });
        }
        figures.push(figureOf(clients, rounds));
      }
      return figures;
    });
  } finally {
    if (postgres.exitCode === null) {
      const gone = new Promise((resolve) => postgres.once('exit', resolve));
      postgres.kill('SIGTERM');
      await gone;
    }
    rmSync(dir, { recursive: true, force: true });
  }
}
