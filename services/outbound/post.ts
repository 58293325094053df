/**
 * A POST to an address that an administrator typed. The name is resolved once, every answer is checked, and the
 * connection goes to an address that was checked, so that a name cannot turn private in between (THREATS.md T19, P22). No
 * redirects; what comes back is thrown away but for its status.
 */
import { lookup } from 'node:dns/promises';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { kindOfAddress } from './address.ts';

/** What became of it; never what the other side wrote. */
export type PostOutcome = 'sent' | 'status' | 'redirect' | 'timeout' | 'unreachable' | 'tls' | 'forbidden-address';

export interface Posted {
  readonly outcome: PostOutcome;
  readonly status: number | null;
}

export interface Resolved {
  readonly address: string;
  readonly family: number;
}

export interface Outbound {
  /** whether this machine itself may be reached, over http too: for trials */
  readonly loopback: boolean;
  readonly resolve?: (hostname: string) => Promise<readonly Resolved[]>;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const MAX_RESPONSE = 64 * 1024;
const MAX_URL = 2_000;

const everyAddress = (hostname: string) => lookup(hostname, { all: true, verbatim: true });

/** Names that only a resolver inside answers for (RFC 6761, 6762, and what clouds use). */
const INTERNAL = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

/** Why nothing may be sent to this URL, whatever its name resolves to; null when something may. */
export function urlFault(text: string, loopback: boolean): string | null {
  if (text.length > MAX_URL || !URL.canParse(text)) return 'This is no URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:')) return 'It has to begin with https://';
  if (url.username !== '' || url.password !== '') return 'It may hold no user or password';
  if (url.hash !== '') return 'It may hold no fragment';
  const port = url.port === '' ? null : Number(url.port);
  if (port !== null && port !== 443 && port < 1024) return 'Its port has to be 443, or 1024 and above';
  const literal = hostOf(url);
  if (INTERNAL.test(literal) && !loopback) return 'Its address is not on the public internet';
  const kind = /^[\d.]+$|:/.test(literal) ? kindOfAddress(literal) : 'public';
  if (kind === 'forbidden' || (kind === 'loopback' && !loopback)) return 'Its address is not on the public internet';
  return null;
}

/** An IPv6 address without its brackets, as resolvers and sockets want it. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

function outcomeOf(error: unknown): PostOutcome {
  const code = String((error as { code?: unknown }).code ?? '');
  if ((error as Error).name === 'TimeoutError' || (error as Error).name === 'AbortError' || code === 'ETIMEDOUT')
    return 'timeout';
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'tls' : 'unreachable';
}

/** One of the name's addresses, when all of them may be reached. */
async function chooseAddress(url: URL, outbound: Outbound): Promise<Resolved | null> {
  const found = await (outbound.resolve ?? everyAddress)(hostOf(url));
  const good = ({ address }: Resolved) => {
    const kind = kindOfAddress(address);
    return kind === 'loopback' ? outbound.loopback : kind === 'public' && url.protocol === 'https:';
  };
  // One bad answer among good ones is a name that plays tricks.
  return found.length > 0 && found.every(good) ? (found[0] ?? null) : null;
}

function send(url: URL, to: Resolved, headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal) {
  const tls = url.protocol === 'https:';
  const literal = /^[\d.]+$|:/.test(hostOf(url));
  return new Promise<number>((resolve, reject) => {
    const request = (tls ? secure : plain)(
      {
        host: to.address,
        port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
        path: url.pathname + url.search,
        method: 'POST',
        headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
        // The certificate has to be the name's, although the connection goes to the address.
        ...(tls && !literal ? { servername: url.hostname } : {}),
        agent: false,
        signal,
      },
      (response) => {
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_RESPONSE) response.destroy();
        });
        response.on('error', () => {});
        response.on('close', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Never throws: whatever goes wrong is an outcome. */
export async function post(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  outbound: Outbound,
): Promise<Posted> {
  if (urlFault(address, outbound.loopback) !== null) return { outcome: 'forbidden-address', status: null };
  const url = new URL(address);
  const signal = AbortSignal.timeout(outbound.timeoutMs ?? TIMEOUT_MS);
  try {
    const ended = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    // Whoever waits longer than this loses; a resolver cannot be called off.
    const to = await Promise.race([chooseAddress(url, outbound), ended]);
    if (!to) return { outcome: 'forbidden-address', status: null };
    const status = await Promise.race([send(url, to, headers, body, signal), ended]);
    if (status >= 200 && status < 300) return { outcome: 'sent', status };
    return { outcome: status >= 300 && status < 400 ? 'redirect' : 'status', status };
  } catch (error) {
    return { outcome: outcomeOf(error), status: null };
  }
}
