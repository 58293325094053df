/** A folder with a model and its manifest, in a git repository with one commit, as a pipeline finds it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Exit } from '../exit.ts';
import { main } from '../main.ts';
import { recordedIo } from './recorded-io.ts';

export interface Run {
  readonly code: Exit;
  readonly out: string;
  readonly err: string;
  /** stdout as JSON */
  json(): Record<string, unknown>;
}

export interface ModelRepository {
  readonly folder: string;
  /** `namespace/name@version` of its manifest */
  readonly ref: string;
  file(name: string): string;
  write(name: string, text: string): void;
  read(name: string): string;
  /** replaces text in the manifest */
  edit(from: string, to: string): void;
  git(...args: string[]): string;
  commit(message: string, author?: string): void;
  run(args: readonly string[], env?: Record<string, string | undefined>): Promise<Run>;
  remove(): void;
}

const AUTHOR = 'Ada <ada@demo.test>';

/** `name` keeps models of several tests on one server apart. `env` holds for every run. */
export function makeModelRepository(name: string, env: Record<string, string> = {}): ModelRepository {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-repository-'));
  const file = (of: string) => path.join(folder, of);
  const write = (of: string, text: string) => {
    mkdirSync(path.dirname(file(of)), { recursive: true });
    writeFileSync(file(of), text);
  };
  const read = (of: string) => readFileSync(file(of), 'utf8');
  const quiet = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@demo.test', ...args], {
      cwd: folder,
      stdio: 'pipe',
      encoding: 'utf8',
      env: { ...quiet, NODE_ENV: 'test' },
    });
  const repository: ModelRepository = {
    folder,
    ref: `credit/${name}@1.0.0`,
    file,
    write,
    read,
    edit: (from, to) => {
      if (!read('countersign.yaml').includes(from)) throw new Error(`the manifest does not hold ${from}`);
      write('countersign.yaml', read('countersign.yaml').replace(from, to));
    },
    git,
    commit: (message, author = AUTHOR) => {
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message, `--author=${author}`);
    },
    async run(args, more = {}) {
      const io = recordedIo(folder, { ...quiet, ...env, ...more });
      const code = await main(args, io);
      return { code, out: io.out(), err: io.err(), json: () => JSON.parse(io.out()) as Record<string, unknown> };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  write('model/weights.bin', `weights of ${name}`);
  write('model/config.json', '{}');
  write(
    'countersign.yaml',
    `apiVersion: countersign/v1
model: credit/${name}
version: 1.0.0
owner: team:credit
useCase: doc-search
classification: [internal]
artifact: { path: ./model }
data: { none: "a fixture" }
lineage: from-scratch
`,
  );
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', 'https://git.example/credit/models');
  repository.commit('first');
  return repository;
}
