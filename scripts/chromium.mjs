/** A Chromium for the browser suite: the system's, Playwright's, or one that we install. */
import { existsSync } from 'node:fs';
import { run, runNode } from './run.mjs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The executable to drive, or undefined when Playwright shall use its own. */
export function systemChromium() {
  return [process.env.COUNTERSIGN_CHROMIUM, ...places].find((place) => place && existsSync(place));
}

/** Finds or installs a Chromium. False, with the reason on stderr, when there is none to be had. */
export async function provideChromium() {
  if (systemChromium() || (await hasPlaywrights())) return true;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Installing Chromium (apt-get) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
    if (systemChromium()) return true;
  }
  console.error('Installing Chromium (playwright install) …');
  await runNode('node_modules/@playwright/test/cli.js', ['install', 'chromium']);
  if (await hasPlaywrights()) return true;
  console.error('No Chromium: install one, or name it in COUNTERSIGN_CHROMIUM, and run `npm test` again.');
  return false;
}

async function hasPlaywrights() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}
