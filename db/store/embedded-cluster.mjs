// @ts-check
// A PGlite cluster that survives a power cut. PGlite as shipped never calls fsync: it starts PostgreSQL with -F, and its
// Node file system has no fsync operation. Here -F is gone, wal_sync_method is `fsync` (PGlite's fdatasync is a no-op in
// the WASM libc, its fsync reaches the file system), and the file system gets a real one.
import fs from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

// WAL grows until somebody checkpoints (no checkpointer process exists here), and shared_buffers is memory that a trial
// on a laptop pays for in full.
const START_PARAMS = PGlite.defaultStartParams
  .filter((parameter) => parameter !== '-F')
  .concat(['-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=48MB', '-c', 'min_wal_size=32MB']);

// The exit status PGlite uses for PostgreSQL's error longjmp; every other exception out of the main loop is a crash.
const ERROR_LONGJMP = 100;

class DurableFS extends NodeFS {
  /**
   * @param {string} directory
   * @param {{ syncs: number, onCrash: (error: Error) => never }} state
   */
  constructor(directory, state) {
    super(directory);
    this.state = state;
  }

  /** @override @type {NodeFS['init']} */
  async init(pg, options) {
    const { emscriptenOpts } = await super.init(pg, options);
    emscriptenOpts.preRun?.unshift((/** @type {any} */ module) => {
      module.NODEFS.stream_ops.fsync = (/** @type {{ nfd: number, node: { mode: number } }} */ stream) => {
        const directory = module.FS.isDir(stream.node.mode);
        // Windows has no fsync of a directory; its file systems journal renames themselves.
        if (directory && process.platform === 'win32') return 0;
        try {
          if (directory) fs.fsyncSync(stream.nfd);
          else fs.fdatasyncSync(stream.nfd);
        } catch (error) {
          // A failed fsync may have dropped the dirty pages: nothing that this process believes is on disk any more,
          // so it must not answer another query (PostgreSQL panics here too).
          this.state.onCrash(new Error('fsync failed', { cause: error }));
        }
        this.state.syncs += 1;
        return 0;
      };
    });
    return { emscriptenOpts };
  }
}

/**
 * Opens the cluster in `directory`, which must exist and hold one.
 * @param {string} directory
 * @param {(error: Error) => never} onCrash called when the engine cannot be trusted any more; must not return
 */
export async function openCluster(directory, onCrash) {
  const state = { syncs: 0, onCrash };
  const pg = new PGlite({ fs: new DurableFS(directory, state), startParams: START_PARAMS });
  await pg.waitReady;
  // PGlite swallows what the main loop throws, and then loops for ever on a backend that has exited.
  const module = /** @type {any} */ (pg.Module);
  const mainLoopOnce = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      return mainLoopOnce();
    } catch (error) {
      if (error?.status !== ERROR_LONGJMP) onCrash(new Error('the embedded engine crashed', { cause: error }));
      throw error;
    }
  };
  return { pg, state };
}

/**
 * Creates a cluster at `directory`, whole or not at all: a killed first start leaves nothing that looks like a store.
 * @param {string} directory
 * @param {(error: Error) => never} onCrash
 */
export async function createCluster(directory, onCrash) {
  const unfinished = `${directory}.new`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const { pg } = await openCluster(unfinished, onCrash);
  await pg.close();
  syncTree(unfinished);
  fs.renameSync(unfinished, directory);
  syncPath(path.dirname(directory));
}

/** @param {string} root */
function syncTree(root) {
  for (const entry of fs.readdirSync(root, { withFileTypes: true })) {
    const full = path.join(root, entry.name);
    if (entry.isDirectory()) syncTree(full);
    else syncPath(full);
  }
  syncPath(root);
}

/** @param {string} target */
function syncPath(target) {
  const directory = fs.statSync(target).isDirectory();
  if (directory && process.platform === 'win32') return;
  const descriptor = fs.openSync(target, directory ? 'r' : 'r+');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
