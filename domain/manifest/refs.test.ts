import { describe, expect, it } from 'vitest';
import { isCommit, parseExternalBase, parseModelRef, parseVersionRef, versionFault, versionRef } from './refs.ts';

const commit = '91850547d9f0b2fdd21aa7c5f4f3d1a8a52c243b';

describe('a model ref has one spelling', () => {
  it.each(['credit/limit-increase', 'a/b', '0/1', `${'a'.repeat(64)}/b`, 'a--b/c'])('%s is one', (text) => {
    expect(parseModelRef(text)).toBe(text);
  });
  it.each([
    '',
    'credit',
    '/',
    'a/',
    '/b',
    'a/b/c',
    'A/b',
    'a/b ',
    ' a/b',
    'a/b\n',
    '-a/b',
    'a/b-',
    'a/..',
    '../b',
    'a_b/c',
    'a/b@1',
    'а/b',
    'a/b\u202e',
    `${'a'.repeat(65)}/b`,
    'a\\b',
  ])('%j is none', (text) => {
    expect(parseModelRef(text)).toBeNull();
  });
});

describe('a version is anything that shows, without spaces and separators', () => {
  it.each(['1', '2.3.0', 'v1.0.0-rc.1+b', '2026-01-02', '4f2c0d1', 'Üben', '版本1', '...', '-1', 'x'.repeat(128)])(
    '%s',
    (text) => {
      expect(versionFault(text)).toBeNull();
    },
  );
  it.each([
    '',
    ' ',
    'a b',
    'a/b',
    'a\\b',
    'a@b',
    '.',
    '..',
    'a\u0000',
    'a\n',
    'a\u00a0b',
    'a\u200bb',
    'a\u202eb',
    'a\u0085',
    'e\u0301',
    'x'.repeat(129),
    '\ud800',
  ])('%j is refused with a reason', (text) => {
    expect(versionFault(text)).toMatch(/version/);
  });
});

describe('a version ref', () => {
  it('has a model and a version', () => {
    expect(parseVersionRef('credit/limit@2.3.0')).toEqual({
      ref: 'credit/limit@2.3.0',
      model: 'credit/limit',
      version: '2.3.0',
    });
  });
  it.each([
    'credit/limit',
    'credit/limit@',
    '@1',
    'credit@1',
    'credit/limit@1@2',
    'credit/limit@1/2',
    'Credit/limit@1',
  ])('is not %j', (text) => {
    expect(parseVersionRef(text)).toBeNull();
  });
  it('is made of its parts, or not at all', () => {
    const model = parseModelRef('a/b');
    if (!model) throw new Error('a/b is a model');
    expect(versionRef(model, '1')).toBe('a/b@1');
    expect(versionRef(model, '1 2')).toBeNull();
  });
});

describe('an external base', () => {
  it('is pinned by a full commit id only', () => {
    expect(parseExternalBase(`hf:google/medgemma-1.5-4b-it@${commit}`)).toMatchObject({
      org: 'google',
      name: 'medgemma-1.5-4b-it',
      revision: commit,
      pinned: true,
    });
    for (const revision of ['main', 'v1.0', 'refs/pr/3', commit.slice(0, 12), commit.toUpperCase()]) {
      expect(parseExternalBase(`hf:google/medgemma@${revision}`)).toMatchObject({ revision, pinned: false });
    }
  });
  it.each([
    'hf:google/medgemma',
    'hf:google/medgemma@',
    'hf:medgemma@main',
    'google/medgemma@main',
    'hf:a/b@../c',
    'hf:a/b@x//y',
    'hf:a/b@/x',
    'hf:a/b@x y',
    'hf:-a/b@main',
    's3:a/b@main',
  ])('is not %j', (text) => {
    expect(parseExternalBase(text)).toBeNull();
  });
});

it('a commit id is whole and lower-case', () => {
  expect(isCommit(commit)).toBe(true);
  expect(isCommit('a'.repeat(64))).toBe(true);
  expect(isCommit(commit.slice(1))).toBe(false);
  expect(isCommit(commit.toUpperCase())).toBe(false);
});
