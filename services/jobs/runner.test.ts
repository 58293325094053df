// Jobs: a failure is said and survived, stopping waits for what is under way, and nothing is kept alive by them.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { startJobs } from './runner.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await openDeployment();
});
afterAll(() => deployment.close());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a job that fails is logged once a minute at most, and runs again', async () => {
  let runs = 0;
  const run = async () => {
    runs += 1;
    throw new Error('canary-of-the-job');
  };
  const jobs = startJobs(deployment.runtime, [{ name: 'failing', everyMs: 5, run }]);
  while (runs < 5) await pause(5);
  await jobs.stop();
  expect(deployment.logged().split('canary-of-the-job"').length - 1).toBe(1);
  expect(deployment.logged()).toContain('"job":"failing"');
});

test('stopping waits for the run under way and starts no other; a run never overlaps itself', async () => {
  let running = 0;
  let most = 0;
  let ended = 0;
  const run = async () => {
    running += 1;
    most = Math.max(most, running);
    await pause(40);
    running -= 1;
    ended += 1;
  };
  const jobs = startJobs(deployment.runtime, [{ name: 'slow', everyMs: 1, run }]);
  while (running === 0) await pause(1);
  await jobs.stop();
  expect({ running, most, ended: ended > 0 }).toEqual({ running: 0, most: 1, ended: true });
  const before = ended;
  await pause(60);
  expect(ended).toBe(before);
});

test('their timers do not keep the process alive', () => {
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const jobs = startJobs(deployment.runtime, [{ name: 'later', everyMs: 60_000, run: async () => {} }]);
  const after = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  expect(after).toBe(before);
  return jobs.stop();
});
