const headers = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  // Not `no-referrer`: with it a browser sends `Origin: null` for a form, and we could not tell ours from another's.
  ['Referrer-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  [
    'Permissions-Policy',
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), publickey-credentials-get=(), usb=()',
  ],
].map(([key, value]) => ({ key, value }));

/**
 * A worker lives by the policy that its own script is served with, not by the page's. Ours hash files that nobody else may
 * see: they may run code of this origin, WebAssembly included, and connect to nothing.
 */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['@electric-sql/pglite', 'pg', 'pino'],
  // `npm test` checks types; a mistake in a test must not keep the product from starting (scripts/build.mjs).
  typescript: { ignoreBuildErrors: true },
  // The content security policy changes with every request: proxy.ts.
  headers: async () => [
    { source: '/:path*', headers },
    { source: '/_next/static/:path*', headers: [{ key: 'Content-Security-Policy', value: WORKER_POLICY }] },
  ],
  experimental: {
    authInterrupts: true,
    // A file list of a large model is pasted or dropped as text; evidence is up to 25 MB (CONTRACT.md §4).
    serverActions: { bodySizeLimit: '26mb' },
    proxyClientMaxBodySize: '26mb',
  },
};
