// What node-postgres believes to be a socket: bytes it writes go to the embedded engine, bytes that come back are read.
// One driver serves both stores, so everything above this file is the same code on PGlite and on PostgreSQL.

import { Duplex } from 'node:stream';
import type { EmbeddedEngine } from './embedded-engine.ts';
import { WireBatcher } from './wire.ts';

export class EmbeddedStream extends Duplex {
  readonly #engine: EmbeddedEngine;
  readonly #batcher = new WireBatcher();

  constructor(engine: EmbeddedEngine) {
    super({ allowHalfOpen: false });
    this.#engine = engine;
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#submit(chunk);
    done();
  }

  override _writev(chunks: Array<{ chunk: Buffer }>, done: () => void): void {
    this.#submit(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    done();
  }

  #submit(bytes: Uint8Array): void {
    for (const batch of this.#batcher.push(bytes)) {
      if (batch.kind === 'terminate') {
        this.push(null);
        return;
      }
      // A client that was given up on (a timeout) must not receive the rest of an answer.
      const forward = (data: Uint8Array) => {
        if (!this.destroyed) this.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
      };
      this.#engine.exchange(batch.kind, batch.bytes, forward).catch((error: Error) => this.destroy(error));
    }
  }
}
