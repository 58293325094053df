// @ts-check
// The thread in which the embedded engine lives: a query blocks this thread, never the server's event loop. It speaks
// PostgreSQL's wire protocol in batches (wire.ts). Plain JavaScript, because a worker is found by its file at run time:
// beside the source under vitest, beside the bundle in dist/.
import { parentPort, workerData } from 'node:worker_threads';
import { createCluster, openCluster } from './embedded-cluster.mjs';

const CHUNK = 256 * 1024;
const COPY_FAIL = new Uint8Array([0x66, 0, 0, 0, 5, 0]);

const port = parentPort;
if (!port) throw new Error('embedded-worker.mjs runs in a worker thread');

/** @param {Error} error @returns {never} */
function crash(error) {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  port?.postMessage({ type: 'crash', message: `${error.message}${cause}` });
  process.exit(1);
}

/** @param {string} text */
function simpleQuery(text) {
  const frame = Buffer.from(`Q\0\0\0\0${text}\0`);
  frame.writeInt32BE(frame.length - 1, 1);
  return new Uint8Array(frame);
}

/**
 * COPY … FROM STDIN would wait for data that cannot come while this thread is busy, and PGlite then ends the backend.
 * A CopyFail behind the query makes it an ordinary error; outside COPY the protocol says that it is ignored.
 * @param {Uint8Array} bytes
 */
function withCopyRefused(bytes) {
  if (
    bytes[0] !== 0x51 ||
    !/\bcopy\b/i.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'))
  ) {
    return bytes;
  }
  const guarded = new Uint8Array(bytes.length + COPY_FAIL.length);
  guarded.set(bytes);
  guarded.set(COPY_FAIL, bytes.length);
  return guarded;
}

/** @param {number} id @param {Uint8Array} bytes @param {boolean} done */
function reply(id, bytes, done) {
  port?.postMessage({ type: 'data', id, bytes, done }, [/** @type {ArrayBuffer} */ (bytes.buffer)]);
}

async function serve() {
  if (workerData.task === 'create') {
    await createCluster(workerData.directory, crash);
    port?.postMessage({ type: 'ready' });
    port?.close();
    return;
  }
  const { pg, state } = await openCluster(workerData.directory, crash);

  /** @param {Uint8Array} bytes @param {(chunk: Uint8Array) => void} onData */
  const execute = (bytes, onData) => pg.execProtocolRawStream(bytes, { syncToFs: false, onRawData: onData });

  /** @param {number} id @param {Uint8Array} bytes */
  async function exchange(id, bytes) {
    /** @type {Uint8Array[]} */
    let parts = [];
    let size = 0;
    const take = () => {
      const joined = new Uint8Array(size);
      let offset = 0;
      for (const part of parts) {
        joined.set(part, offset);
        offset += part.length;
      }
      parts = [];
      size = 0;
      return joined;
    };
    await execute(bytes, (chunk) => {
      parts.push(chunk.slice()); // a view of WASM memory, overwritten by the next one
      size += chunk.length;
      if (size >= CHUNK) reply(id, take(), false);
    });
    reply(id, take(), true);
  }

  /** A new connection on the one backend starts as clean as on a server: no open transaction, no session state. */
  async function startSession(/** @type {number} */ id, /** @type {Uint8Array} */ startup) {
    if (pg.isInTransaction()) await execute(simpleQuery('ROLLBACK'), () => {});
    await execute(simpleQuery('DISCARD ALL'), () => {});
    const greeting = await pg.execProtocolRaw(startup, { syncToFs: false });
    reply(id, greeting.slice(), true);
  }

  async function handle(/** @type {any} */ message) {
    if (message.type === 'query') return exchange(message.id, withCopyRefused(message.bytes));
    if (message.type === 'startup') return startSession(message.id, message.bytes);
    if (message.type === 'syncs') return port?.postMessage({ type: 'syncs', count: state.syncs });
    if (pg.isInTransaction()) await execute(simpleQuery('ROLLBACK'), () => {});
    await execute(simpleQuery('CHECKPOINT'), () => {});
    await pg.close();
    port?.postMessage({ type: 'closed' });
    port?.close();
  }

  let tail = Promise.resolve();
  port?.on('message', (message) => {
    tail = tail.then(() => handle(message)).catch((error) => crash(error));
  });
  port?.postMessage({ type: 'ready' });
}

serve().catch((error) => crash(error instanceof Error ? error : new Error(String(error))));
