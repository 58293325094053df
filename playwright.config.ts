/** The browser suite: one built server on a throw-away store, driven by the Chromium that is there. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defineConfig, devices } from '@playwright/test';
import { systemChromium } from './scripts/chromium.mjs';

// This file is read again in every worker: the first reading decides, the environment carries it to the others.
process.env.E2E_PORT ??= String(4_100 + Math.floor(Math.random() * 20_000));
process.env.E2E_WORK_DIR ??= makeWorkFolder();
process.env.E2E_ADMIN_EMAIL ??= 'adm@e2e.test';
process.env.E2E_ADMIN_PASSWORD ??= `e2e ${Math.random().toString(36).slice(2)} password`;

/** Sessions, keys, models and the store of this run; gone when it ends. */
function makeWorkFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const origin = `http://localhost:${process.env.E2E_PORT}`;
const executablePath = systemChromium();
// Chromium refuses its own sandbox to root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 60_000,
  // People, a team and a first release come before everything else (e2e/organisation.setup.ts).
  projects: [
    { name: 'organisation', testMatch: 'organisation.setup.ts' },
    {
      name: 'browser',
      testMatch: '*.spec.ts',
      // Pictures to look at prove nothing by themselves: `SHOTS=1 npx playwright test shots`.
      testIgnore: ['identity.spec.ts', ...(process.env.SHOTS ? [] : ['shots.spec.ts'])],
      dependencies: ['organisation'],
    },
    // Outside trial mode: a deployment of its own, with a sign-in provider (e2e/fixtures/outside-trial.ts).
    { name: 'identity', testMatch: 'identity.spec.ts' },
  ],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: origin,
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'node scripts/start.mjs',
    url: `${origin}/healthz`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: {
      PORT: process.env.E2E_PORT,
      COUNTERSIGN_ORIGIN: origin,
      COUNTERSIGN_DATA_DIR: path.join(process.env.E2E_WORK_DIR, 'store'),
      // Webhooks are received by the tests themselves.
      COUNTERSIGN_WEBHOOK_LOOPBACK: '1',
      COUNTERSIGN_INIT_ADMIN_EMAIL: process.env.E2E_ADMIN_EMAIL,
      COUNTERSIGN_INIT_ADMIN_PASSWORD: process.env.E2E_ADMIN_PASSWORD,
    },
  },
});
