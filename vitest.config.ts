import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{domain,services,db,api,cli,components,app,lint,scripts}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'lint/fixtures/**'],
    globalSetup: 'db/testing/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
