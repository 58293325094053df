/** The worker's side of hashing: batches in, their outcomes out, bytes reported on the way. See `hash-file.ts`. */
import type { MessagePort } from 'node:worker_threads';
import { type HashJob, type HashOutcome, hashFile, identityOf, type Tools } from './hash-file.ts';

/** What a worker says: bytes read since it last spoke, and the outcomes when a batch is done, in the batch's order. */
export interface WorkerReport {
  readonly bytes: number;
  readonly outcomes?: readonly HashOutcome[];
}

function serve(port: MessagePort, tools: Tools, hash: typeof hashFile): void {
  port.on('message', (batch: readonly HashJob[]) => {
    let unreported = 0;
    const onBytes = (count: number) => {
      unreported += count;
      if (unreported < 1 << 25) return;
      port.postMessage({ bytes: unreported });
      unreported = 0;
    };
    const outcomes = batch.map((job) => hash(tools, job, onBytes));
    port.postMessage({ bytes: unreported, outcomes });
  });
}

/** A CommonJS program for `new Worker(…, { eval: true })`. */
export const workerSource = `'use strict';
const tools = { fs: require('node:fs'), createHash: require('node:crypto').createHash, identityOf: ${identityOf} };
(${serve})(require('node:worker_threads').parentPort, tools, ${hashFile});`;
