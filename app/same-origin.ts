/**
 * Requests that change something come from our own pages (THREATS.md T62). Next accepts a Server Action without an
 * `Origin`; we refuse it. Judged in proxy.ts for every request and again in the action wrapper, so that neither alone
 * has to be right.
 */
import type { Config } from '#services/config.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** The configured origin and, where that is a loopback name, the other names of the same machine. */
export function ownOrigins(origin: Config['origin']): readonly string[] {
  const url = new URL(origin);
  if (!LOOPBACK.includes(url.hostname)) return [origin];
  return LOOPBACK.map((host) => `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`);
}

/** Why a request that changes something is not taken for one of our own, or null. */
export function crossSiteRefusal(headers: Headers, origin: string): string | null {
  const from = headers.get('origin');
  if (from === null) return 'it names no origin';
  if (!ownOrigins(origin).includes(from)) return 'it comes from another origin';
  // Browsers send it on their own and pages cannot set it; clients that leave it out have passed the line above.
  const site = headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' ? null : 'the browser calls it cross-site';
}
