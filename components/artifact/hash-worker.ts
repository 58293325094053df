/**
 * A hashing worker. Files that fit comfortably are hashed by the browser in one go, which is twice as fast; larger ones, and
 * all of them where the page has no secure context, stream through WebAssembly. It is served with a content security policy
 * of its own (next.config.js) that lets it connect to nothing: what it reads cannot leave the browser.
 */
import { createSHA256 } from 'hash-wasm';
import { sortByUtf8 } from '#domain/artifact/path.ts';
import { treeDigest } from '#domain/artifact/tree.ts';
import type { HashJob, HashOutcome, HashReport, HashRequest } from './hash-protocol.ts';

/** In memory twice at most: the file and nothing else of its size. */
const IN_ONE_GO = 64 * 1024 * 1024;
const CHUNK = 8 * 1024 * 1024;

const port = globalThis as unknown as {
  postMessage(report: HashReport): void;
  onmessage: ((event: MessageEvent<HashRequest>) => void) | null;
};

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

let unreported = 0;
let reportedAt = 0;

/** A report at most every 50 ms, whatever the number of files. */
function onBytes(count: number): void {
  unreported += count;
  const now = performance.now();
  if (now - reportedAt < 50) return;
  flush(now);
}

function flush(now = performance.now()): void {
  if (unreported === 0) return;
  port.postMessage({ kind: 'bytes', bytes: unreported });
  unreported = 0;
  reportedAt = now;
}

async function stream(file: File): Promise<{ sha256: string; bytes: number }> {
  const hash = await createSHA256();
  hash.init();
  let bytes = 0;
  while (bytes < file.size) {
    const chunk = new Uint8Array(await file.slice(bytes, bytes + CHUNK).arrayBuffer());
    if (chunk.length === 0) break;
    hash.update(chunk);
    bytes += chunk.length;
    onBytes(chunk.length);
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function inOneGo(file: File): Promise<{ sha256: string; bytes: number }> {
  const bytes = await file.arrayBuffer();
  const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes));
  onBytes(bytes.byteLength);
  return { sha256, bytes: bytes.byteLength };
}

/** A browser refuses to read on in a file that is no longer the one that was chosen. */
async function hash({ index, file }: HashJob): Promise<HashOutcome> {
  try {
    const secure = typeof crypto.subtle === 'object';
    const { sha256, bytes } = secure && file.size <= IN_ONE_GO ? await inOneGo(file) : await stream(file);
    return { index, sha256: bytes === file.size ? sha256 : null };
  } catch {
    return { index, sha256: null };
  }
}

async function check({ index, file }: HashJob): Promise<HashOutcome> {
  try {
    const first = await file.slice(0, 1).arrayBuffer();
    return { index, sha256: first.byteLength === Math.min(1, file.size) ? '' : null };
  } catch {
    return { index, sha256: null };
  }
}

async function serve(request: HashRequest): Promise<HashReport> {
  if (request.kind === 'tree') {
    const entries = sortByUtf8(request.entries, ({ path }) => path);
    return { kind: 'tree', digest: treeDigest(entries), entries };
  }
  const outcomes: HashOutcome[] = [];
  for (const job of request.jobs) outcomes.push(await (request.kind === 'hash' ? hash(job) : check(job)));
  flush();
  return { kind: 'done', outcomes };
}

port.onmessage = ({ data }) => {
  serve(data).then(
    (report) => port.postMessage(report),
    (error: unknown) => port.postMessage({ kind: 'failed', message: String(error) }),
  );
};
