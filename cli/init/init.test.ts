import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../main.ts';
import { recordedIo } from '../testing/recorded-io.ts';

const CARD =
  '---\nlicense: mit\nbase_model: org/base\nbase_model_relation: finetune\ndatasets: [squad]\n---\n# A small model\n';
const MLMODEL = 'artifact_path: m\nflavors:\n  sklearn:\n    pickled_model: model.pkl\nrun_id: abc\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-init-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};

async function run(verb: 'init' | 'check', ...args: string[]) {
  const io = recordedIo(folder, { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' });
  const code = await main([verb, ...args], io);
  return { code, out: io.out(), err: io.err() };
}

function git(...args: string[]) {
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@demo.test', ...args], {
    cwd: folder,
    stdio: 'pipe',
  });
}

const written = (name = 'countersign.yaml') => readFileSync(path.join(folder, name), 'utf8');

describe('what is written', () => {
  it('is refused by check at every open question, and accepted when they are answered', async () => {
    put('README.md', CARD);
    const { code, err } = await run('init');
    expect(code).toBe(0);
    const questions = Number(/(\d+) open questions/.exec(err)?.[1]);
    expect(written().match(/# QUESTION:/g)).toHaveLength(questions);

    const refused = await run('check');
    expect(refused.code).toBe(1);
    const unanswered = [
      'model',
      'version',
      'owner',
      'useCase',
      'classification',
      'artifact.path',
      'data[0].role',
      'lineage[0].parent',
    ];
    for (const field of unanswered) expect(refused.out).toContain(` ${field} `);
    expect(refused.out.trimEnd().split('\n')).toHaveLength(unanswered.length);

    const answered = written()
      .replace('model: ""', 'model: a/b')
      .replace('version: ""', 'version: 1.0.0')
      .replace('owner: ""', 'owner: team:a')
      .replace('useCase: ""', 'useCase: x')
      .replace('classification: []', 'classification: [internal]')
      .replace('path: ""', 'path: ./model')
      .replace('role: ""', 'role: training')
      .replace('hf:org/base@', `hf:org/base@${'a'.repeat(40)}`);
    writeFileSync(path.join(folder, 'countersign.yaml'), answered);
    const accepted = await run('check');
    expect(accepted.code).toBe(0);
    expect(accepted.out).toContain('warning: a question is still open');
  });

  it('says where each value was declared', async () => {
    put('card.md', CARD);
    await run('init', '--from', 'card.md');
    expect(written()).toContain('license: mit  # declared: card.md (license)');
    expect(written()).toContain('- relation: finetune\n    parent: hf:org/base@\n');
  });

  it('joins several sources, and points to the model where a file shows it', async () => {
    put('model/MLmodel', MLMODEL);
    put('card.md', CARD);
    await run('init', '--from', 'card.md', '--from', 'model/MLmodel');
    expect(written()).toContain('path: ./model');
    expect(written()).toContain('model.pkl is a pickle');
    expect(written()).toContain('license: mit');
  });

  it('never names the folder of the manifest itself as the model', async () => {
    put('MLmodel', MLMODEL);
    await run('init', '--from', 'MLmodel');
    expect(written()).toContain('path: ""');
  });

  it('goes to the standard output on request, and writes nothing', async () => {
    const { code, out } = await run('init', '-o', '-');
    expect(code).toBe(0);
    expect(out).toMatch(/^apiVersion: countersign\/v1\n/);
    expect(() => written()).toThrow('ENOENT');
  });
});

describe('git', () => {
  it('gives the repository and the commit, and never the password in a remote', async () => {
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    git('remote', 'add', 'origin', 'https://ci:hunter2@git.example/credit/limit.git');
    await run('init');
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
    expect(written()).toContain('repository: https://git.example/credit/limit.git');
    expect(written()).toContain(commit);
    expect(written()).not.toContain('hunter2');
  });

  it('without a remote or a commit leaves a question or nothing, and does not fail', async () => {
    git('init', '-q');
    git('remote', 'add', 'origin', 'git@git.example:credit/limit.git');
    expect((await run('init')).code).toBe(0);
    expect(written()).toContain('# QUESTION: Which commit? git does not say.');
    expect(written()).toContain('git@git.example:credit/limit.git');
  });
});

describe('what it refuses', () => {
  it('a file that exists is kept, unless --force', async () => {
    put('countersign.yaml', 'mine');
    const { code, err } = await run('init');
    expect(code).toBe(2);
    expect(err).toContain('--force');
    expect(written()).toBe('mine');
    expect((await run('init', '--force')).code).toBe(0);
    expect(written()).toContain('apiVersion');
  });

  it('a link is never written through', async () => {
    put('elsewhere', 'mine');
    symlinkSync('elsewhere', path.join(folder, 'countersign.yaml'));
    expect((await run('init')).code).toBe(2);
    expect((await run('init', '--force')).code).toBe(0);
    expect(written('elsewhere')).toBe('mine');
  });

  it.each([
    [['--from', 'missing.md'], 4],
    [['--from', 'notes.txt'], 2],
    [['README.md'], 2],
    [['--colour'], 2],
    [['-o', 'no/such/folder/countersign.yaml'], 4],
    [['--json', '-o', '-'], 2],
  ])('%j', async (args, expected) => {
    put('notes.txt', 'hello');
    expect((await run('init', ...args)).code).toBe(expected);
  });
});

it('--json lists the questions by field', async () => {
  const { out } = await run('init', '--json');
  expect(JSON.parse(out)).toMatchObject({ file: 'countersign.yaml', contradictions: [] });
  expect(JSON.parse(out).questions.map(({ field }: { field: string }) => field)).toContain('/owner');
});

it('help shows examples to copy', async () => {
  expect((await run('init', '--help')).out).toContain('countersign init --from ./model');
});
