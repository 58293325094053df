/** A registration that is wrong in several places says so in one answer (CONTRACT.md §4: 422 with all problems). */
import { expect, test } from 'vitest';
import { isServiceError } from '../errors.ts';
import { registration } from '../testing/release.ts';
import { readRegistration } from './read-registration.ts';

function problemsOf(body: unknown): string[] {
  try {
    readRegistration(body);
    return [];
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return error.problems.map(({ path }) => path).sort();
  }
}

const good = registration({ version: '1.0.0' });

test('a registration with nothing wrong is read', () => {
  expect(problemsOf(good)).toEqual([]);
});

test('a manifest is judged even where the rest of the body is wrong', () => {
  const manifest = 'apiVersion: countersign/v1\nmodel: Credit/Scorer\n';
  const problems = problemsOf({ manifest, digest: 'md5:x', files: [], extra: true });
  expect(problems).toEqual(
    expect.arrayContaining(['/digest', '/extra', '/files', '/manifest/model', '/manifest/version']),
  );
});

test('a file list that does not give the digest, and a manifest that names another, are both told', () => {
  const other = `sha256:${'0'.repeat(64)}`;
  const manifest = { ...good.manifest, artifact: { path: './model', digest: good.digest } };
  expect(problemsOf({ ...good, manifest, digest: other })).toEqual(['/files', '/manifest/artifact/digest']);
});

test.each([null, [], 'text', 7, { manifest: null }, { manifest: 7 }])(
  '%j is no registration, and says what is missing',
  (body) => {
    expect(problemsOf(body).length).toBeGreaterThan(0);
  },
);
