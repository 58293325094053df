// Takes the lock of the directory that stdin names, says `won` or `lost`, and on `release` lets go of it.
// `chaos <directory> <milliseconds>` takes and releases as fast as it can, until it has had a turn at least, and says
// `overlap` if it was ever not alone.

import { rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { acquireLock, type StoreLock, StoreLockedError } from '../lock.ts';

let held: StoreLock | undefined;
console.log('started');
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, directory = '', duration = '0'] = line.split(' ');
  if (verb === 'release') {
    held?.release();
    held = undefined;
    console.log('released');
  } else if (verb === 'chaos') {
    console.log(await chaos(directory, Number(duration)));
  } else {
    held = await attempt(directory);
    console.log(held ? 'won' : 'lost');
  }
}

async function attempt(directory: string): Promise<StoreLock | undefined> {
  try {
    return await acquireLock(directory);
  } catch (error) {
    if (error instanceof StoreLockedError) return undefined;
    throw error;
  }
}

async function chaos(directory: string, duration: number): Promise<string> {
  const inside = `${directory}/inside`;
  let turns = 0;
  for (const end = Date.now() + duration; Date.now() < end || turns === 0; ) {
    const lock = await attempt(directory);
    if (!lock) continue;
    try {
      writeFileSync(inside, '', { flag: 'wx' });
    } catch {
      return 'overlap';
    }
    rmSync(inside);
    turns += 1;
    lock.release();
  }
  return `turns ${turns}`;
}
