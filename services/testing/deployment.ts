/**
 * A whole deployment for tests: services on a database of its own on a real PostgreSQL, with keys in a directory that
 * goes with it, a clock that can be driven, and everything that was logged kept for reading.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { openTestStore } from '#db/testing/postgres.ts';
import type { Actor } from '#domain/access/actor.ts';
import { install } from '../boot/install.ts';
import { type Config, isTrial } from '../config.ts';
import type { Ctx } from '../context.ts';
import { createLog } from '../log.ts';
import type { Runtime } from '../runtime.ts';
import { fileSigner } from '../signing/file-signer.ts';

export const ORIGIN = 'https://gate.test';

export interface Deployment {
  readonly runtime: Runtime;
  /** the database's owner, who may do what the app's role may not */
  readonly ownerUrl: string;
  readonly keyDir: string;
  /** path and query of the first administrator's link */
  readonly setupPath: string | null;
  /** log lines so far */
  readonly logged: () => string;
  readonly advance: (milliseconds: number) => void;
  as(actor: Actor): Ctx;
  close(): Promise<void>;
}

function memory(): { stream: Writable; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString('utf8'));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

export function testConfig(keyDir: string): Config {
  return {
    port: 3000,
    host: '127.0.0.1',
    origin: ORIGIN,
    store: { kind: 'postgres', url: 'postgres://unused.test/none', migrationUrl: undefined, trial: false },
    keyDir,
    authSecret: 'canary-auth-secret-0123456789abcdef',
    initialAdministrator: undefined,
    oidc: undefined,
    demo: undefined,
    mail: undefined,
    webhookLoopback: false,
    logLevel: 'debug',
  };
}

/** Opens and installs; the clock runs with the machine's until it is advanced, or is one that the test drives. */
export async function openDeployment(overrides: Partial<Config> = {}, started?: () => Date): Promise<Deployment> {
  const keyDir = await mkdtemp(join(tmpdir(), 'countersign-keys-'));
  const store = await openTestStore();
  const { stream, text } = memory();
  let offset = 0;
  const clock = started ?? (() => new Date(Date.now() + offset));
  const close = async () => {
    await store.close();
    await rm(keyDir, { recursive: true, force: true });
  };
  const draft: Runtime = {
    config: { ...testConfig(keyDir), ...overrides },
    origin: ORIGIN,
    ledgerOrigin: '',
    store,
    signer: await fileSigner(keyDir, true),
    log: createLog('debug', stream),
    trial: isTrial({ ...testConfig(keyDir), ...overrides }),
    clock,
    now: async () => clock(),
    close,
  };
  const { ledgerOrigin, setupPath } = await install(draft);
  const runtime = { ...draft, ledgerOrigin };
  return {
    runtime,
    ownerUrl: store.ownerUrl,
    keyDir,
    setupPath,
    logged: text,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    as: (actor) => ({ runtime, actor, requestId: 'test' }),
    close,
  };
}
