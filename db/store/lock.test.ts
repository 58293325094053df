import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BundledProgram, bundleProgram, Program } from '../testing/child.ts';
import { acquireLock, StoreLockedError } from './lock.ts';
import { thisProcess } from './lock-holder.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
let program: BundledProgram;
let directory: string;
let racers: Program[] = [];

beforeAll(async () => {
  program = await bundleProgram(new URL('./testdata/lock-racer.ts', import.meta.url));
});
afterAll(() => program.remove());
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'countersign-lock-'));
});
afterEach(async () => {
  await Promise.all(racers.map((racer) => racer.kill()));
  racers = [];
  rmSync(directory, { recursive: true, force: true });
});

async function start(count: number): Promise<void> {
  racers = Array.from({ length: count }, () => new Program(program.file));
  await Promise.all(racers.map((racer) => racer.line((line) => line === 'started')));
}

async function ask(racer: Program, line: string): Promise<string> {
  const from = racer.lines.length;
  racer.say(line);
  return racer.line(() => true, from);
}

/** A lock whose holder has died: a real pid, of a process that is gone. */
async function staleLock(generation: number): Promise<void> {
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.on('exit', resolve));
  writeLock(generation, { pid: gone.pid });
}

function writeLock(generation: number, holder: object): void {
  const name = path.join(directory, `lock.${generation}`);
  writeFileSync(name, JSON.stringify({ ...thisProcess(NOW, 'http://localhost:3000'), ...holder }));
}

describe('racing', () => {
  test('exactly one of 20 processes takes over a stale lock, in each of 100 rounds', { timeout: 60_000 }, async () => {
    await start(20);
    for (let round = 1; round <= 100; round += 1) {
      // In turn: over a dead holder, over a released lock, in an empty directory.
      if (round % 3 === 0) await staleLock(1000 + round);
      if (round % 3 === 1) for (const name of readdirSync(directory)) rmSync(path.join(directory, name));
      const answers = await Promise.all(racers.map((racer) => ask(racer, `take ${directory}`)));
      const winners = racers.filter((_, index) => answers[index] === 'won');
      expect(winners, `round ${round}`).toHaveLength(1);
      for (const winner of winners) await ask(winner, 'release');
    }
  });

  test('8 processes that take and release without pause are never two at a time, and all get turns', async () => {
    await start(8);
    const answers = await Promise.all(racers.map((racer) => ask(racer, `chaos ${directory} 2000`)));
    for (const answer of answers) expect(answer).toMatch(/^turns [1-9]/);
    expect(readdirSync(directory).filter((name) => name.startsWith('lock.'))).toHaveLength(1);
  });
});

describe('who holds', () => {
  test('a refusal names process, host, time and address of the holder, and the ways out', async () => {
    const lock = await acquireLock(directory, { url: 'http://localhost:3000' });
    const refusal = await acquireLock(directory).catch((error: Error) => error);
    expect(refusal).toBeInstanceOf(StoreLockedError);
    for (const part of [`process ${process.pid}`, hostname(), 'since 20', 'http://localhost:3000', 'DATABASE_URL']) {
      expect((refusal as Error).message).toContain(part);
    }
    lock.release();
    (await acquireLock(directory)).release();
  });

  test('a killed holder is replaced at once', async () => {
    await start(1);
    const [holder] = racers as [Program];
    expect(await ask(holder, `take ${directory}`)).toBe('won');
    await expect(acquireLock(directory)).rejects.toThrow(`process ${holder.process.pid}`);
    await holder.kill();
    (await acquireLock(directory)).release();
  });

  test('a stopped holder (SIGSTOP) still holds', async () => {
    await start(1);
    const [holder] = racers as [Program];
    await ask(holder, `take ${directory}`);
    holder.process.kill('SIGSTOP');
    await expect(acquireLock(directory)).rejects.toThrow(StoreLockedError);
    holder.process.kill('SIGCONT');
  });

  test('a pid that is used again by another process is not the holder', async () => {
    writeLock(7, { started: '1' });
    const lock = await acquireLock(directory);
    expect(lock.generation).toBe(8);
    lock.release();
  });

  test('a holder on another machine is believed while its heart beats', async () => {
    writeLock(1, { host: 'elsewhere', machine: 'other' });
    const beat = setInterval(() => writeLock(1, { host: 'elsewhere', machine: 'other' }), 100);
    await expect(acquireLock(directory)).rejects.toThrow('on elsewhere');
    clearInterval(beat);
  });

  test('a holder on another machine that was silent for 30 s is replaced', async () => {
    writeLock(1, { host: 'elsewhere', machine: 'other' });
    const silentSince = new Date(Date.now() - 31_000);
    utimesSync(path.join(directory, 'lock.1'), silentSince, silentSince);
    expect((await acquireLock(directory)).generation).toBe(2);
  });

  test('who lost the lock to another is told to stop', { timeout: 15_000 }, async () => {
    const lost = new Promise<void>((resolve) => {
      void acquireLock(directory, { onLost: resolve });
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    writeLock(99, {});
    await lost;
  });
});
