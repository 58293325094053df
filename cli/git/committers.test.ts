import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';
import { readCommitters } from './committers.ts';
import { isDirty, readSource } from './source.ts';

let repository: ModelRepository;
let env: Record<string, string | undefined>;
beforeEach(() => {
  repository = makeModelRepository('committers');
  env = { PATH: process.env.PATH, HOME: repository.folder, GIT_CONFIG_NOSYSTEM: '1' };
});
afterEach(() => repository.remove());

const head = () => repository.git('rev-parse', 'HEAD').trim();
const committers = (since: string | null = null, declared?: string) =>
  readCommitters(repository.folder, env, since, declared);

describe('who committed', () => {
  test('authors, committers and co-authors, once each, since the commit that was approved', async () => {
    const approved = head();
    repository.commit('work', 'Sam <sam@demo.test>');
    repository.commit('more\n\nCo-authored-by: Rui <rui@demo.test>\nCo-authored-by: Sam <sam@demo.test>');
    expect(await committers(approved)).toEqual({
      known: true,
      emails: ['ada@demo.test', 'rui@demo.test', 'sam@demo.test'],
    });
    expect(await committers(head())).toEqual({ known: true, emails: [] });
  });

  test('the whole history where nothing was approved', async () => {
    repository.commit('work', 'Sam <sam@demo.test>');
    expect(await committers()).toEqual({ known: true, emails: ['ada@demo.test', 'sam@demo.test'] });
  });

  test('a merged branch counts', async () => {
    const approved = head();
    repository.git('checkout', '-q', '-b', 'side');
    repository.commit('side', 'Eve <eve@demo.test>');
    repository.git('checkout', '-q', 'main');
    repository.commit('main');
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    expect(await committers(approved)).toEqual({ known: true, emails: ['ada@demo.test', 'eve@demo.test'] });
  });

  test('a commit that the manifest names counts, though it is not checked out', async () => {
    const approved = head();
    repository.git('checkout', '-q', '-b', 'side');
    repository.commit('side', 'Eve <eve@demo.test>');
    const side = head();
    repository.git('checkout', '-q', 'main');
    expect(await committers(approved)).toEqual({ known: true, emails: [] });
    expect(await committers(approved, side)).toEqual({ known: true, emails: ['ada@demo.test', 'eve@demo.test'] });
  });
});

describe('nobody is left out by what a repository says', () => {
  test('a mailmap renames nobody', async () => {
    repository.write('.mailmap', 'Ada <ada@demo.test> Eve <eve@demo.test>\n');
    repository.git('config', 'log.mailmap', 'true');
    repository.commit('work', 'Eve <eve@demo.test>');
    expect(await committers()).toMatchObject({ emails: ['ada@demo.test', 'eve@demo.test'] });
  });

  test('a replacement or a graft hides no commit', async () => {
    const approved = head();
    repository.commit('work', 'Eve <eve@demo.test>');
    const eve = head();
    repository.commit('last');
    repository.git('replace', '--graft', 'HEAD', approved);
    repository.write('.git/info/grafts', `${head()} ${approved}\n`);
    expect(repository.git('rev-list', `${approved}..HEAD`)).not.toContain(eve);
    expect(await committers(approved)).toMatchObject({ emails: ['ada@demo.test', 'eve@demo.test'] });
  });

  test('an identity without an address is sent as such, to match nobody', async () => {
    repository.commit('work', 'Nobody <>');
    repository.commit('more\n\nCo-authored-by: a machine');
    expect(await committers()).toMatchObject({ emails: ['(unreadable: )', 'a machine', 'ada@demo.test'] });
  });

  test('every address of one co-author line counts', async () => {
    repository.commit('work\n\nCo-authored-by: A <a@demo.test>, B <b@demo.test>');
    expect(await committers()).toMatchObject({ emails: ['a@demo.test', 'ada@demo.test', 'b@demo.test'] });
  });
});

describe('nothing is said where not everything is known', () => {
  test('a shallow clone', async () => {
    repository.commit('second');
    const clone = mkdtempSync(path.join(tmpdir(), 'countersign-shallow-'));
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository.folder}`, clone], { stdio: 'pipe' });
    expect(await readCommitters(clone, env, null, undefined)).toMatchObject({
      known: false,
      why: expect.stringContaining('shallow'),
    });
    rmSync(clone, { recursive: true, force: true });
  });

  test.each([
    ['a commit that is not here', 'a'.repeat(40)],
    ['an option in place of a commit', '--all'],
    ['a name in place of a commit', 'HEAD'],
  ])('%s', async (_, since) => {
    expect(await committers(since)).toMatchObject({ known: false });
    expect(await committers(null, since)).toMatchObject({ known: false });
  });

  test('a folder without git, and a repository without a commit', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-plain-'));
    expect(await readCommitters(folder, env, null, undefined)).toMatchObject({ known: false });
    execFileSync('git', ['init', '-q'], { cwd: folder });
    expect(await readCommitters(folder, env, null, undefined)).toMatchObject({ known: false });
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('the source', () => {
  test('is the checkout, without the secret in its remote', async () => {
    repository.git('remote', 'set-url', 'origin', 'https://x-access-token:s3cret@git.example/credit/models');
    expect(await readSource(repository.folder, env)).toEqual({
      repository: 'https://git.example/credit/models',
      commit: head(),
      from: 'git',
    });
  });

  test('is the CI where there is no checkout', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-plain-'));
    const commit = 'b'.repeat(40);
    const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: commit };
    const gitlab = { CI_PROJECT_URL: 'https://gitlab.example/o/r', CI_COMMIT_SHA: commit };
    expect(await readSource(folder, { ...env, ...github })).toMatchObject({
      repository: 'https://github.com/o/r',
      commit,
    });
    expect(await readSource(folder, { ...env, ...gitlab })).toMatchObject({
      repository: 'https://gitlab.example/o/r',
      commit,
    });
    rmSync(folder, { recursive: true, force: true });
  });

  test('is dirty when a tracked file differs, and not for files that git does not know', async () => {
    repository.write('notes.txt', 'new');
    expect(await isDirty(repository.folder, env)).toBe(false);
    repository.write('model/config.json', '{"changed":true}');
    expect(await isDirty(repository.folder, env)).toBe(true);
  });

  test('no program that the repository names is run', async () => {
    const witness = repository.file('.git/witness');
    const program = repository.file('.git/program');
    repository.write('.git/program', `#!/bin/sh\ntouch ${witness}\ncat\n`);
    execFileSync('chmod', ['+x', program]);
    for (const setting of ['core.fsmonitor', 'gpg.program', 'filter.evil.clean', 'core.pager', 'diff.external'])
      repository.git('config', setting, program);
    repository.git('config', 'log.showSignature', 'true');
    repository.write('.git/info/attributes', '* filter=evil\n');
    repository.write('model/config.json', '{"touched":true}');
    execFileSync('cp', [program, repository.file('.git/hooks/post-index-change')]);
    await committers();
    await readSource(repository.folder, env);
    await isDirty(repository.folder, env);
    expect(existsSync(witness)).toBe(false);
    // The trap works: git as usual runs the filter.
    repository.git('status', '--porcelain');
    expect(existsSync(witness)).toBe(true);
  });
});
