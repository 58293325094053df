import { describe, expect, it, test } from 'vitest';
import { Manifest } from '#domain/manifest/schema.ts';
import { BLANK_CONTENT, type MeasuredArtifact } from './content.ts';
import { merged, problemsOf } from './problems.ts';
import { previewBody, registrationForm } from './registration.ts';
import { fieldIdOf, fieldIdsOf, homeOf, pointerOfField, stepOf } from './steps.ts';

const measured: MeasuredArtifact = {
  name: 'model',
  digest: `sha256:${'a'.repeat(64)}`,
  bytes: 1,
  files: [{ path: 'w', size: 1, sha256: 'b'.repeat(64) }],
  measuredBy: 'browser',
  at: '2026-11-24T00:00:00Z',
  hints: [],
};

test('every field of a manifest has a step, so that no problem with it leads nowhere', () => {
  for (const field of Object.keys(Manifest.shape)) {
    if (field !== 'apiVersion') expect(homeOf(`/${field}/0/x`), field).not.toBeNull();
  }
  expect([homeOf(''), homeOf('/constructor'), homeOf('/apiVersion')]).toEqual([null, null, null]);
});

test('a step is one of the steps, whatever the address says', () => {
  expect([stepOf('data'), stepOf('constructor'), stepOf(''), stepOf(null)]).toEqual(['data', null, null, null]);
});

test('the focus goes to the field, or to the nearest part of the form around it', () => {
  expect(fieldIdsOf('/data/0/name')).toEqual(['field-data-0-name', 'field-data-0', 'field-data']);
  expect(fieldIdOf('/a "><b')).toMatch(/^[\w-]+$/);
});

test.each([
  ['manifest.data.0.name', '/data/0/name'],
  ['manifest', '/'],
  ['files', '/files'],
  ['committers.2', '/committers/2'],
])('the server’s field %s is the form’s place %s', (field, pointer) => {
  expect(pointerOfField(field)).toBe(pointer);
});

describe('problems', () => {
  it('of a blank form name every required field and the artifact', () => {
    const places = problemsOf(BLANK_CONTENT).map(({ pointer }) => pointer);
    expect(places).toEqual(expect.arrayContaining(['/model', '/owner', '/data', '/lineage', '/artifact', '/files']));
  });

  it('say when the manifest names another digest than was measured', () => {
    const other = { path: './model', digest: `sha256:${'f'.repeat(64)}` };
    const places = problemsOf({ ...BLANK_CONTENT, artifact: other, measured }).map(({ pointer }) => pointer);
    expect(places).toContain('/artifact/digest');
    expect(places).not.toContain('/files');
  });

  it('of page and server about one place are one', () => {
    const [a, b] = [
      { pointer: '/model', message: 'a' },
      { pointer: '/owner', message: 'b' },
    ];
    expect(merged([a], [{ ...a, message: 'said otherwise' }, b])).toEqual([a, b]);
  });
});

describe('what is sent', () => {
  const content = { ...BLANK_CONTENT, model: 'a/b', committers: 'a@x.test, b@x.test\nc@x.test', measured };

  it('is names, sizes and hashes, and says that a browser measured them', () => {
    const form = registrationForm(content, 'draft-1');
    expect([form.get('measuredBy'), form.get('draft')]).toEqual(['browser', 'draft-1']);
    expect(JSON.parse(String(form.get('files')))).toEqual({ digest: measured.digest, files: measured.files });
    expect(form.get('manifest')).toContain('model: a/b');
  });

  it('is rehearsed as it will be registered', () => {
    expect(previewBody(content)).toEqual({
      manifest: registrationForm(content, null).get('manifest'),
      committers: ['a@x.test', 'b@x.test', 'c@x.test'],
      digest: measured.digest,
      files: measured.files,
      measuredBy: 'browser',
    });
    expect(previewBody({ ...content, committers: '', measured: null })).toEqual({
      manifest: registrationForm(content, null).get('manifest'),
    });
  });
});
