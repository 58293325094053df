// Real child processes for tests that kill and race: a TypeScript entry is bundled as `npm start` does it, with the
// embedded store's worker beside it and packages found in node_modules.

import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface BundledProgram {
  file: string;
  remove(): void;
}

export async function bundleProgram(entry: URL): Promise<BundledProgram> {
  const cache = path.join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(path.join(cache, 'countersign-child-'));
  const file = path.join(directory, 'program.mjs');
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    absWorkingDir: ROOT,
    logLevel: 'error',
  });
  for (const name of ['embedded-worker.mjs', 'embedded-cluster.mjs']) {
    copyFileSync(path.join(ROOT, 'db', 'store', name), path.join(directory, name));
  }
  return { file, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** A running program that talks in lines. */
export class Program {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  #stderr = '';
  #waiting: Array<() => void> = [];

  constructor(file: string, args: string[] = [], nodeFlags: string[] = []) {
    this.process = spawn(process.execPath, [...nodeFlags, file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stderr?.on('data', (chunk) => {
      this.#stderr += chunk;
    });
    if (this.process.stdout) {
      createInterface({ input: this.process.stdout }).on('line', (line) => {
        this.lines.push(line);
        this.#wake();
      });
    }
    this.exited = new Promise((resolve) => {
      this.process.on('close', (code) => {
        resolve(code);
        this.#wake();
      });
    });
  }

  say(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  /** The first line that `wanted` accepts, from `start` on. Throws with stderr when the program ends without one. */
  async line(wanted: (line: string) => boolean, start = 0): Promise<string> {
    for (let next = start; ; ) {
      for (; next < this.lines.length; next += 1) {
        const line = this.lines[next];
        if (line !== undefined && wanted(line)) return line;
      }
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`The program ended with ${this.process.exitCode ?? this.process.signalCode}: ${this.#stderr}`);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.process.kill(signal);
    await this.exited;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
