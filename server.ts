/**
 * One process, one port: the api first, everything else to Next (DESIGN.md §3). With COUNTERSIGN_API_ONLY=1 no web code is
 * loaded, so the process that can sign runs none.
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createApi, isApiPath } from '#api/create-api.ts';
import { type Started, start } from '#services/boot/start.ts';
import { type Config, ConfigError, readConfig } from '#services/config.ts';
import { clockOfDemo, type Played, playDemo } from '#services/demo/play.ts';
import { allJobs } from '#services/jobs/jobs.ts';
import { startJobs } from '#services/jobs/runner.ts';

/** Requests still running at shutdown get this long. */
const GRACE_MS = 5_000;
const PARENT_CHECK_MS = 500;

const root = fileURLToPath(new URL('..', import.meta.url));
/** Beside the built server (scripts/build.mjs). */
const migrations = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

function out(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function pages(port: number, host: string): Promise<RequestListener> {
  const { default: next } = await import('next');
  const web = next({ dev: false, dir: root, port, hostname: host });
  await web.prepare();
  return web.getRequestHandler();
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

interface Up extends Started {
  readonly played: Played | null;
}

/** The deployment; for a demo, with an organisation in it, made in the past by a clock that ends in the present. */
async function bringUp(config: Config): Promise<Up> {
  // What was acknowledged is recovered at the next start; nothing can be done here any more.
  const onFatal = () => process.exit(1);
  if (config.demo === undefined) return { ...(await start(config, migrations, { onFatal })), played: null };
  const clock = clockOfDemo(() => new Date());
  const { runtime, setupPath } = await start(config, migrations, { onFatal, clock: clock.now });
  if (setupPath === null) throw new Error('The demo needs an empty store.');
  out('Making the demo organisation …');
  const folder = join(config.keyDir, '..', 'models');
  const played = await playDemo(runtime, setupPath, clock, folder, config.demo.password);
  out(`The models' files are in ${folder}`);
  return { runtime, setupPath: null, played };
}

function introduce({ password, people }: Played): void {
  out(`Sign in as one of these, with the password: ${password}`);
  for (const { email, name, does } of people) out(`  ${email.padEnd(16)} ${name} (${does})`);
}

async function run(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const apiOnly = process.env.COUNTERSIGN_API_ONLY === '1';
  const { runtime, setupPath, played } = await bringUp(config);
  const api = createApi(runtime);
  // The adapter's own Request and Response cost a tenth less a request; Next has to find the platform's.
  const machine = getRequestListener(api.fetch, { overrideGlobalObjects: apiOnly });
  const people = apiOnly ? machine : await pages(config.port, config.host);
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    void (isApiPath(pathOf(request)) ? machine(request, response) : people(request, response));
  });
  // Slow senders cannot hold connections open for ever (THREATS.md T58); long polls stay well below.
  server.requestTimeout = 120_000;
  server.headersTimeout = 20_000;

  const jobs = startJobs(runtime, allJobs());
  let stopping = false;
  const stop = async (why: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    runtime.log.info({ why }, 'stopping');
    const force = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await closed;
    clearTimeout(force);
    await jobs.stop();
    await runtime.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
  if (process.env.COUNTERSIGN_EXIT_WITH_PARENT === '1') {
    // npm kills the shell between us and itself, not us: a new parent means that npm is gone.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && void stop('parent gone'), PARENT_CHECK_MS).unref();
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  out(`Countersign is ready at ${config.origin}${apiOnly ? ' (api only)' : ''}`);
  out(`Store: ${runtime.store.describe()}`);
  if (played !== null) introduce(played);
  if (setupPath !== null) {
    out('Nobody can sign in yet. Make the first administrator with this link (once, within 24 hours):');
    out(`  ${config.origin}${setupPath}`);
  }
}

// Whoever reads the log may go away. Unheard, the error would be logged, which fails again, and so on for ever.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  await run();
} catch (error) {
  // For the operator: the message says what to do; a stack would bury it.
  process.stderr.write(
    `Countersign cannot start. ${error instanceof ConfigError ? error.message : (error as Error).message}\n`,
  );
  process.exit(1);
}
