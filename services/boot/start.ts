/** Brings a deployment up: store, keys, ledger, policy, first administrator. The only place that sets the runtime. */
import { reader } from '#db/read.ts';
import { signingKey } from '#db/schema/gate.ts';
import type { OnFault } from '#db/store/fault.ts';
import { openStore, type Store } from '#db/store/open.ts';
import { type Config, isTrial } from '../config.ts';
import { createLog } from '../log.ts';
import { findProvider } from '../people/oidc-provider.ts';
import { type Runtime, setRuntime } from '../runtime.ts';
import { fileSigner } from '../signing/file-signer.ts';
import { authSecret } from './auth-secret.ts';
import { install } from './install.ts';
import { refuseOtherKeys } from './known-keys.ts';

export interface Started {
  readonly runtime: Runtime;
  /** path and query of the one-time set-up link; null once there is an administrator */
  readonly setupPath: string | null;
}

function open(config: Config, migrations: string, onFault: OnFault): Promise<Store> {
  return openStore(
    config.store.kind === 'embedded'
      ? { kind: 'embedded', dataDir: config.store.dataDir, lockInfo: { url: config.origin }, onFault }
      : {
          kind: 'postgres',
          url: config.store.url,
          trial: config.store.trial,
          onFault,
          ...(config.store.migrationUrl === undefined ? {} : { migrationUrl: config.store.migrationUrl }),
        },
    migrations,
  );
}

export interface StartOptions {
  /** for throw-away stores only; the database's clock otherwise */
  readonly clock?: () => Date;
  /** the store is gone for good: the process should end and be started again */
  readonly onFatal?: () => void;
}

/** Opens everything, or throws with a message for the operator. */
export async function start(given: Config, migrations: string, options: StartOptions = {}): Promise<Started> {
  const log = createLog(given.logLevel);
  const clock = options.clock ?? null;
  const store = await open(given, migrations, (fault) => {
    log.error({ err: fault, fatal: fault.fatal }, 'store fault');
    if (fault.fatal) options.onFatal?.();
  });
  try {
    const config: Config = { ...given, authSecret: await authSecret(given) };
    const db = reader(store.pool);
    const known = await db.select({ kid: signingKey.kid, purpose: signingKey.purpose }).from(signingKey);
    const signer = await fileSigner(config.keyDir, known.length === 0);
    refuseOtherKeys(known, signer);
    const draft: Runtime = {
      config,
      origin: config.origin,
      ledgerOrigin: '',
      store,
      signer,
      log,
      trial: isTrial(config),
      clock,
      now: async () => {
        if (clock) return clock();
        const { rows } = await store.pool.query<{ now: Date }>('select clock_timestamp() as now');
        if (!rows[0]) throw new Error('the database did not tell the time');
        return rows[0].now;
      },
      close: () => store.close(),
    };
    const installed = await install(draft);
    const runtime = { ...draft, ledgerOrigin: installed.ledgerOrigin };
    setRuntime(runtime);
    // Said in the log at once; a provider that is away does not keep machines from being served.
    if (config.oidc) void findProvider(runtime).catch(() => undefined);
    return { runtime, setupPath: installed.setupPath };
  } catch (error) {
    await store.close();
    throw error;
  }
}
