/** The command as it is shipped: built by the product's own script, run as a process of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds into a new folder, away from the repository and its packages. Gives the path of the one file. */
export function buildCommand(): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'countersign-')), 'countersign.mjs');
  execFileSync(process.execPath, [path.join(root, 'scripts/bundle-command.mjs'), file], { stdio: 'pipe' });
  return file;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  /** a program that runs it, such as `unshare` */
  readonly prefix?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function runCommand(file: string, args: readonly string[], options: RunOptions = {}) {
  const { cwd = tmpdir(), input = '', prefix = [], env = {} } = options;
  const [program = process.execPath, ...rest] = [...prefix, process.execPath, file, ...args];
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
  });
  return { status, stdout, stderr };
}
