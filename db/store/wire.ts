// The frontend side of PostgreSQL's wire protocol 3.0, as far as batching needs it: the embedded engine runs a batch of
// messages at a time and must get the whole of it, so bytes are held back until a message that asks for an answer.
// Source: PostgreSQL documentation, "Message Formats".

const QUERY = 0x51; // Q
const FUNCTION_CALL = 0x46; // F
const SYNC = 0x53; // S
const FLUSH = 0x48; // H
const TERMINATE = 0x58; // X

export type WireBatch = { kind: 'startup' | 'query'; bytes: Uint8Array } | { kind: 'terminate' };

/** Collects what a client writes and gives back complete batches, in order. One per connection. */
export class WireBatcher {
  #pending: Buffer = Buffer.alloc(0);
  #started = false;
  /** Bytes of #pending that are complete messages waiting for their Sync. */
  #complete = 0;

  push(chunk: Uint8Array): WireBatch[] {
    this.#pending = this.#pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#pending, chunk]);
    const batches: WireBatch[] = [];
    for (let batch = this.#next(); batch; batch = this.#next()) batches.push(batch);
    return batches;
  }

  #next(): WireBatch | undefined {
    if (!this.#started) {
      if (this.#pending.length < 4) return undefined;
      const length = this.#pending.readInt32BE(0);
      if (this.#pending.length < length) return undefined;
      this.#started = true;
      return { kind: 'startup', bytes: this.#take(length) };
    }
    while (this.#pending.length - this.#complete >= 5) {
      const type = this.#pending[this.#complete];
      const end = this.#complete + 1 + this.#pending.readInt32BE(this.#complete + 1);
      if (this.#pending.length < end) return undefined;
      this.#complete = end;
      if (type === TERMINATE) {
        this.#take(end);
        return { kind: 'terminate' };
      }
      if (type === QUERY || type === SYNC || type === FLUSH || type === FUNCTION_CALL) {
        return { kind: 'query', bytes: this.#take(end) };
      }
    }
    return undefined;
  }

  /** A copy with a buffer of its own, so that it can be transferred to another thread. */
  #take(length: number): Uint8Array {
    const bytes = new Uint8Array(this.#pending.subarray(0, length));
    this.#pending = this.#pending.subarray(length);
    this.#complete = 0;
    return bytes;
  }
}
