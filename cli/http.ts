/**
 * The one way the command talks to a server. Everything a server, a proxy or a broken line can do is either a reply of an
 * expected type or an `UndecidedError` (exit 4): no redirect is followed, time and size are bounded, and an HTML page is no
 * answer, whatever its status. Only https, or http to this machine: keys, credentials and verdicts do not cross a network
 * in the clear. Secrets are never put into a message.
 */
import { readFileSync } from 'node:fs';
import { parseStrictJson } from '#domain/canonical/strict-json.ts';
import { type Io, UndecidedError, UsageError } from './io.ts';

const DEFAULT_TIMEOUT_SECONDS = 30;
const DEFAULT_MAX_BYTES = 8 << 20;

/** Nobody answered, or somebody on the way did: the server may or may not have done what was asked of it. */
export class NoAnswerError extends UndecidedError {}

export interface Reply {
  readonly status: number;
  /** the media type, without parameters */
  readonly type: string;
  readonly text: string;
  readonly headers: Headers;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** sent as JSON, unless it is bytes */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** a media type to accept beside `application/problem+json`; by default `application/json` */
  readonly type?: string;
  /** sends the pipeline's credential; without one the call is refused before it is made */
  readonly authenticated?: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

export interface Client {
  /** the server's origin, without a slash at the end */
  readonly origin: string;
  /** how long one exchange may take */
  readonly timeoutMs: number;
  /** `path` begins with a slash. Any status is a reply; the caller judges it. */
  request(path: string, options?: RequestOptions): Promise<Reply>;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The origin that a server's URL names. Throws UsageError, without repeating a URL that may hold a password. */
export function serverOrigin(url: string): string {
  if (!URL.canParse(url)) throw new UsageError('The server URL is not a URL, such as https://countersign.example');
  const { protocol, hostname, origin, username, password, pathname, search, hash } = new URL(url);
  if (username || password) throw new UsageError('The server URL must not hold a user name or password');
  if (pathname !== '/' || search || hash)
    throw new UsageError('The server URL is an origin: scheme, host and port only');
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname))) {
    throw new UsageError('The server URL must be https (http only for this machine)');
  }
  return origin;
}

/** The pipeline's credential, from COUNTERSIGN_TOKEN or the file that COUNTERSIGN_TOKEN_FILE names; null without. */
export function readCredential(io: Io): string | null {
  const { COUNTERSIGN_TOKEN: direct, COUNTERSIGN_TOKEN_FILE: file } = io.env;
  let credential = direct;
  if (!credential && file) {
    try {
      credential = readFileSync(file, 'utf8');
    } catch {
      throw new UndecidedError('The file that COUNTERSIGN_TOKEN_FILE names cannot be read');
    }
  }
  const trimmed = credential?.trim();
  if (!trimmed) return null;
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw new UsageError('The credential has characters that no credential has');
  return trimmed;
}

/** Milliseconds that a whole exchange may take: COUNTERSIGN_TIMEOUT in seconds, or 30 s. */
function timeoutOf(io: Io): number {
  const seconds = Number(io.env.COUNTERSIGN_TIMEOUT || DEFAULT_TIMEOUT_SECONDS);
  if (!(seconds > 0 && seconds <= 3600))
    throw new UsageError('COUNTERSIGN_TIMEOUT is a number of seconds, at most 3600');
  return Math.ceil(seconds * 1000);
}

/** A body as text, cut off at `maxBytes` and refused when it is not UTF-8. */
async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of response.body ?? []) {
    total += chunk.length;
    if (total > maxBytes) throw new UndecidedError(`The server's answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

/** What went wrong, in words that hold nothing we sent. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'no answer in time';
  return typeof cause?.code === 'string' ? cause.code : 'the connection failed';
}

function mediaTypeOf(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** A client of the server at `url`. Throws UsageError on a URL it will not talk to. */
export function openClient(io: Io, url: string): Client {
  const origin = serverOrigin(url);
  const usualTimeoutMs = timeoutOf(io);

  async function request(path: string, options: RequestOptions = {}): Promise<Reply> {
    const { method = 'GET', body, type = 'application/json', timeoutMs = usualTimeoutMs } = options;
    const headers = new Headers({ accept: `${type}, application/problem+json`, ...options.headers });
    if (options.authenticated) {
      const credential = readCredential(io);
      if (!credential) throw new UndecidedError('Sign-in is missing: set COUNTERSIGN_TOKEN or COUNTERSIGN_TOKEN_FILE');
      headers.set('authorization', `Bearer ${credential}`);
    }
    const isBytes = body instanceof Uint8Array;
    if (body !== undefined && !headers.has('content-type')) {
      headers.set('content-type', isBytes ? 'application/octet-stream' : 'application/json');
    }
    try {
      const response = await fetch(origin + path, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      if (response.status >= 300 && response.status < 400) {
        throw new UndecidedError(`${origin} answered with a redirect, which is not followed`);
      }
      const found = mediaTypeOf(response);
      if (found !== type && found !== 'application/problem+json') {
        const message = `${origin} answered ${response.status} with ${found || 'no type'} where ${type} was expected`;
        throw response.status > 500 ? new NoAnswerError(message) : new UndecidedError(message);
      }
      const text = await readBody(response, options.maxBytes ?? DEFAULT_MAX_BYTES);
      return { status: response.status, type: found, text, headers: response.headers };
    } catch (error) {
      if (error instanceof UndecidedError) throw error;
      throw new NoAnswerError(`No answer from ${origin}: ${reasonOf(error)}`);
    }
  }

  return { origin, timeoutMs: usualTimeoutMs, request };
}

/** A document that must be there: the text of a 200 of the expected type, or an UndecidedError. */
export async function getDocument(client: Client, path: string, type = 'application/json'): Promise<string> {
  const reply = await client.request(path, { type });
  if (reply.status !== 200 || reply.type !== type) {
    throw new UndecidedError(`${client.origin}${path} answered ${reply.status}`);
  }
  return reply.text;
}

/** The JSON value of a reply's text, or an UndecidedError. */
export function parseReply(client: Client, text: string): unknown {
  const json = parseStrictJson(text);
  if (!json.ok) throw new UndecidedError(`${client.origin} answered with something that is refused: ${json.message}`);
  return json.value;
}
