/** The first administrator by the one-time link that an empty server prints: once, and never again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from './fixtures/browser.ts';
import { root, workFile } from './fixtures/workspace.ts';

const account = { email: 'first@e2e.test', password: 'a password of some length' };

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The built server on a store of its own, without an administrator in its environment. */
function start(port: number): { server: ChildProcess; said: () => string } {
  const server = spawn(process.execPath, [path.join(root, 'dist/server.mjs')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      COUNTERSIGN_DATA_DIR: workFile('setup-store'),
      COUNTERSIGN_LOG_LEVEL: 'warn',
    },
  });
  let text = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (part: Buffer) => (text += part.toString()));
  return { server, said: () => text };
}

test('an empty server prints a link that makes the first administrator, once', async ({ stranger: page }) => {
  const port = await freePort();
  const { server, said } = start(port);
  try {
    const found = /http:\/\/localhost:\d+\/setup\?link=\S+/;
    await expect.poll(said, { timeout: 40_000 }).toMatch(found);
    const [link = ''] = found.exec(said()) ?? [];
    // Somebody else who has the link opens it as well, and is slower.
    const late = await page.context().newPage();
    await late.goto(link);
    await page.goto(link);
    await page.getByLabel('Your name').fill('Fay First');
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password').fill(account.password);
    await page.getByRole('button', { name: 'Create the account and sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'What needs you' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'First steps' })).toBeVisible();

    await page.context().clearCookies();
    await late.getByLabel('Your name').fill('Sue Second');
    await late.getByLabel('E-mail address').fill('second@e2e.test');
    await late.getByLabel('Password').fill(account.password);
    await late.getByRole('button', { name: 'Create the account and sign in' }).click();
    await expect(late.getByRole('group', { name: 'Problems' })).toBeVisible();
    expect(new URL(late.url()).pathname).toBe('/setup');
    await late.close();
    await page.goto(link);
    await expect(page.getByText('There is an administrator already.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create the account and sign in' })).toHaveCount(0);
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.waitForURL(/sign-in/);
    await page.getByLabel('E-mail address').fill(account.email);
    await page.getByLabel('Password').fill(account.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'What needs you' })).toBeVisible();
    // Open pages look ahead, and would find nobody.
    await page.close();
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
});
