// A real PostgreSQL for tests. Each caller gets a database of its own, copied from a template that is migrated once per
// server, and two sign-ins as in production: the owner, and the app that cannot rewrite history.

import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { migrateSchema } from '../store/migrate.ts';
import { openStore, type Store } from '../store/open.ts';
import { testServer } from './server.ts';

export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

const OWNER = 'countersign_test_owner';
const APP = 'countersign_test_app';
const ADVISORY_LOCK = 20_150_601;

export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  drop(): Promise<void>;
}

export interface TestPostgres {
  adminUrl: string;
  /** `migrations` is a drizzle-kit folder, db/migrations by default; `null` makes an empty database that OWNER owns. */
  createDatabase(migrations?: string | null): Promise<TestDatabase>;
  /** Stops the server when this call started it; the run's shared server is stopped by global-setup.ts. */
  stop(): Promise<void>;
}

export async function testPostgres(): Promise<TestPostgres> {
  const { adminUrl, stop } = await testServer();
  return { adminUrl, stop, createDatabase: (migrations = MIGRATIONS) => createDatabase(adminUrl, migrations) };
}

export interface TestStore extends Store {
  readonly ownerUrl: string;
}

/** A store on a fresh database, signed in as the app role; closing it drops the database. */
export async function openTestStore(migrations: string = MIGRATIONS): Promise<TestStore> {
  const database = await (await testPostgres()).createDatabase(migrations);
  const onFault = (fault: Error) => console.error(fault.message);
  const store = await openStore({ kind: 'postgres', url: database.appUrl, trial: false, onFault }, migrations);
  const close = () => store.close().then(database.drop);
  return { ...store, ownerUrl: database.ownerUrl, close };
}

async function createDatabase(adminUrl: string, migrations: string | null): Promise<TestDatabase> {
  const name = `countersign_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, async (admin) => {
    const template = await underLock(admin, () => prepare(admin, adminUrl, migrations));
    await admin.query(`CREATE DATABASE ${name} OWNER ${OWNER} TEMPLATE ${template}`);
  });
  return {
    ownerUrl: signIn(adminUrl, OWNER, name),
    appUrl: signIn(adminUrl, APP, name),
    drop: () =>
      asAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(() => {}),
  };
}

/** Makes roles and template where they are missing; gives the template's name. */
async function prepare(admin: pg.Client, adminUrl: string, migrations: string | null): Promise<string> {
  for (const role of [OWNER, APP]) {
    const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
    await admin.query(`${verb} ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(passwordOf(adminUrl, role))}`);
  }
  if (migrations === null) return 'template0';
  const template = `countersign_template_${fingerprint(migrations)}`;
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount !== 0) return template;
  // Renamed when whole: a run that is killed here leaves no half-made template.
  await admin.query(`DROP DATABASE IF EXISTS ${template}_new WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${template}_new OWNER ${OWNER} TEMPLATE template0`);
  const owner = new pg.Client({ connectionString: signIn(adminUrl, OWNER, `${template}_new`) });
  await owner.connect();
  try {
    await migrateSchema(owner, migrations, APP);
  } finally {
    await owner.end();
  }
  await admin.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
  return template;
}

/** Names what the template was made from, so that a lasting server (TEST_DATABASE_URL) never serves an old one. */
function fingerprint(migrations: string): string {
  const hash = createHash('sha256');
  for (const each of readMigrationFiles({ migrationsFolder: migrations }))
    hash.update(`${each.folderMillis} ${each.hash}\n`);
  for (const guards of ['../store/roles.ts', '../store/transitions.ts'])
    hash.update(readFileSync(new URL(guards, import.meta.url)));
  return hash.digest('hex').slice(0, 16);
}

async function underLock<T>(admin: pg.Client, work: () => Promise<T>): Promise<T> {
  await admin.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
  try {
    return await work();
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]);
  }
}

async function asAdmin<T>(adminUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function signIn(adminUrl: string, role: string, database: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = passwordOf(adminUrl, role);
  url.pathname = `/${database}`;
  return url.toString();
}

function passwordOf(adminUrl: string, role: string): string {
  return createHash('sha256')
    .update(`${role} ${new URL(adminUrl).password}`)
    .digest('hex');
}
