/**
 * What holds for every page before Next sees it: the content security policy with a fresh nonce, the headers that only
 * the running deployment knows, and no request that changes something from anywhere but our own pages.
 */
import { type NextRequest, NextResponse } from 'next/server';
import { isActionCall, isPlainSubmission } from '#app/action-call.ts';
import { PATH_HEADER, REQUEST_ID_HEADER } from '#app/request-headers.ts';
import { crossSiteRefusal } from '#app/same-origin.ts';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const development = process.env.NODE_ENV === 'development';

/** The same default as services/config.ts; the proxy may run before the deployment is up. */
function origin(): string {
  return process.env.COUNTERSIGN_ORIGIN || `http://localhost:${process.env.PORT || 3000}`;
}

/** A form that starts a sign-in ends at the provider: browsers hold redirects of a form to `form-action` too. */
const PROVIDER_FORMS: ReadonlySet<string> = new Set(['/sign-in', '/confirm']);

function formTargets(path: string): string {
  const issuer = process.env.COUNTERSIGN_OIDC_ISSUER;
  const leads = PROVIDER_FORMS.has(path) && issuer !== undefined && URL.canParse(issuer);
  return leads ? `'self' ${new URL(issuer).origin}` : `'self'`;
}

/** SHA-256 of `display:none`. */
const DISPLAY_NONE = `'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='`;

function contentSecurityPolicy(nonce: string, secure: boolean, path: string): string {
  return [
    `default-src 'none'`,
    // The development server evaluates code and injects styles; nothing built does.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Of style attributes this one text. React streams what comes late inside a picture as <svg style="display:none">.
    ...(development ? [] : [`style-src-attr 'unsafe-hashes' ${DISPLAY_NONE}`]),
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `manifest-src 'self'`,
    // Hashing an artifact. What a worker may do is said with its own script: next.config.js.
    `worker-src 'self'`,
    `base-uri 'none'`,
    `form-action ${formTargets(path)}`,
    `frame-ancestors 'none'`,
    ...(secure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** What an evidence file may do, should a browser open it after all: nothing. Set here: ours replaces the route's. */
const DOWNLOAD_POLICY = `default-src 'none'; sandbox`;
const isDownload = (path: string) => path.startsWith('/evidence/');

/** Text for whoever sent what no page of ours sends. */
function refuse(status: 400 | 403, text: string): NextResponse {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return new NextResponse(`${text}\n`, { status, headers });
}

/** Next answers 500 to an address whose percent-encoding is broken. */
function readable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether what was sent can be one of our forms. It is read from memory once more: the price of not leaving it to Next. */
async function isOurForm(request: NextRequest): Promise<boolean> {
  const multipart = request.headers.get('content-type')?.startsWith('multipart/form-data') ?? false;
  const called = request.headers.has('next-action');
  if (!multipart) return !called;
  try {
    const form = await request.clone().formData();
    return called ? isActionCall(form) : isPlainSubmission(form);
  } catch {
    return false;
  }
}

export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (!readable(request.nextUrl.pathname)) return refuse(400, 'The address is not properly encoded.');
  const own = origin();
  const secure = own.startsWith('https:');
  const refusal = READS.has(request.method) ? null : crossSiteRefusal(request.headers, own);
  if (refusal) return refuse(403, `Refused, because ${refusal}. Open ${own} and try again there.`);
  if (!READS.has(request.method) && !(await isOurForm(request))) return refuse(400, 'The form cannot be read.');
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, secure, request.nextUrl.pathname);
  const headers = new Headers(request.headers);
  // Next puts the nonce that it finds here on its own scripts and styles.
  headers.set('content-security-policy', policy);
  headers.set(REQUEST_ID_HEADER, crypto.randomUUID());
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', isDownload(request.nextUrl.pathname) ? DOWNLOAD_POLICY : policy);
  response.headers.set('cache-control', 'private, no-store');
  if (secure) response.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
  return response;
}

export const config = {
  matcher: '/((?!_next/static/|favicon\\.ico$|icon\\.svg$).*)',
};
