/** The script that the documentation shows (cli-journey.sh) does what it says, with people approving while it waits. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { approve } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { makeRelease } from './fixtures/release.ts';
import { origin, readJson, root } from './fixtures/workspace.ts';

test('the script in the documentation takes a model to production', async ({ as }) => {
  test.setTimeout(120_000);
  const release = await makeRelease({ model: 'support/by-script', useCase: 'doc-search', seed: 2 });
  const script = spawn('sh', [path.join(root, 'e2e/cli-journey.sh')], {
    cwd: release.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      COUNTERSIGN: path.join(root, 'dist/countersign.mjs'),
      COUNTERSIGN_URL: origin,
      COUNTERSIGN_TOKEN: readJson<{ secret: string }>('key.json').secret,
      MODEL: release.ref,
    },
  });
  let said = '';
  for (const stream of [script.stdout, script.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const ended = new Promise<number | null>((resolve) => script.once('close', resolve));
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(/4\. It waits/);
  const [, reviewId = ''] = /\/reviews\/([0-9a-f-]{36})/.exec(said) ?? [];
  const [rui, sec] = [await as('rui'), await as('sec')];
  await approve(rui, reviewId);
  await approve(sec, reviewId);
  expect(await ended, said).toBe(0);
  expect(said).toContain(`done: ${release.ref} may run in production`);
});
