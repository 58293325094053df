import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BundledProgram, bundleProgram, Program } from '../testing/child.ts';

const migrations = fileURLToPath(new URL('./testdata/migrations', import.meta.url));
const KILLS = 50;
/** Two stores are killed side by side, one for each core of a small machine. */
const STORES = 2;
/** WebAssembly compiled once instead of twice: most of a start is compiling, and here are fifty. */
const FLAGS = ['--liftoff-only'];
const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-crash-'));
let writer: BundledProgram;

beforeAll(async () => {
  writer = await bundleProgram(new URL('./testdata/writer.ts', import.meta.url));
});
afterAll(() => {
  writer.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Found {
  highest: number;
  samples: number;
  pairs: number;
  broken: number;
}

function committed(program: Program): number[] {
  return program.lines.flatMap((line) => (line.startsWith('committed ') ? [Number(line.slice(10))] : []));
}

function found(line: string): Found {
  return JSON.parse(line.slice('found '.length)) as Found;
}

test(`a first start that is killed at any moment leaves a directory that opens`, { timeout: 120_000 }, async () => {
  const directory = path.join(dataDir, 'first-start');
  for (const delay of [300, 1200, 2400]) {
    const program = new Program(writer.file, [directory, migrations], FLAGS);
    await new Promise((resolve) => setTimeout(resolve, delay));
    await program.kill();
  }
  const program = new Program(writer.file, [directory, migrations], FLAGS);
  await program.line((line) => line === 'committed 1' || Number(line.slice(10)) > 1);
  await program.kill();
  expect(readdirSync(directory).filter((name) => name.startsWith('pg'))).toEqual(['pg']);
});

test(`${KILLS} kills (-9) during writes lose nothing acknowledged, and the store opens after each`, {
  timeout: 180_000,
}, async () => {
  const stores = Array.from({ length: STORES }, (_, index) => killWhileWriting(path.join(dataDir, `store-${index}`)));
  const acknowledged = await Promise.all(stores);
  expect(acknowledged.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(KILLS * 10);
});

/** Kills writers on one store, checking before each what the one before has left. Gives the number of acknowledged writes. */
async function killWhileWriting(directory: string): Promise<number> {
  let acknowledged = 0;
  for (let kill = 1; kill <= KILLS / STORES + 1; kill += 1) {
    const program = new Program(writer.file, [directory, migrations], FLAGS);
    const survived = found(await program.line((line) => line.startsWith('found ')));
    expect(survived.broken, 'every row is whole').toBe(0);
    expect(survived.pairs, 'every transaction is whole').toBe(survived.samples);
    expect(survived.samples, 'no gap').toBe(survived.highest);
    expect(survived.highest, `acknowledged before kill ${kill - 1}`).toBeGreaterThanOrEqual(acknowledged);
    await program.line((line) => line.startsWith('committed '));
    await new Promise((resolve) => setTimeout(resolve, (kill * 37) % 200));
    await program.kill();
    acknowledged = committed(program).at(-1) ?? acknowledged;
  }
  return acknowledged;
}
