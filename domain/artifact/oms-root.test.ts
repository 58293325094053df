import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sha256 } from './digest.ts';
import { omsRoots } from './oms-root.ts';
import type { FileEntry } from './tree.ts';

const oms = path.resolve(import.meta.dirname, '../../../shared/standards/oms');
const there = existsSync(oms);
if (!there) console.warn(`skipped: the OMS vectors are not at ${oms}`);

const entry = (name: string, content: string | Buffer): FileEntry => ({
  path: name,
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

interface Statement {
  readonly subject: readonly [{ readonly digest: { readonly sha256: string } }];
  readonly predicate: {
    readonly serialization: { readonly method: string };
    readonly resources: ReadonlyArray<{ readonly name: string; readonly digest: string }>;
  };
}

/** The statement of a Sigstore bundle, or of a file that is the statement itself. */
function statementOf(file: string): Statement {
  const json = JSON.parse(readFileSync(path.join(oms, file), 'utf8'));
  return json.dsseEnvelope ? JSON.parse(Buffer.from(json.dsseEnvelope.payload, 'base64').toString()) : json;
}

const subjectOf = (statement: Statement) => `sha256:${statement.subject[0].digest.sha256}`;
/** What `model_signing` lists for a single file is named "." */
const entriesOf = ({ predicate }: Statement): FileEntry[] =>
  predicate.resources.map(({ name, digest }) => ({ path: name === '.' ? 'model' : name, size: 1, sha256: digest }));

test('a single file gives the SHA-256 of its raw SHA-256', () => {
  const raw = createHash('sha256').update('weights').digest();
  const twice = sha256(raw);
  expect(omsRoots([entry('w.bin', 'weights')])).toEqual({ codePoint: twice, component: twice });
});

test("git's own files are left out at the top and nowhere else", () => {
  const kept = [entry('sub/.git/config', '1'), entry('.gitmodules', '2'), entry('.github.md', '3')];
  const ignored = [
    entry('.git/config', 'x'),
    entry('.github/a/b', 'x'),
    entry('.gitignore', 'x'),
    entry('.gitattributes', 'x'),
  ];
  expect(omsRoots([...ignored, ...kept])).toEqual(omsRoots(kept));
  expect(omsRoots(kept)).not.toEqual(omsRoots(kept.slice(1)));
});

describe.runIf(there)('the roots are those that standards/oms pins', () => {
  interface Vector {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly rootDigest: string;
    readonly specTextOrderRootDigest: string;
  }
  const vectors: readonly Vector[] = there
    ? JSON.parse(readFileSync(path.join(oms, 'root-digest-vectors.json'), 'utf8')).cases
    : [];

  test.each(vectors)('vector $name, in both orders', ({ files, rootDigest, specTextOrderRootDigest }) => {
    expect(omsRoots(Object.entries(files).map(([name, content]) => entry(name, content)))).toEqual({
      component: `sha256:${rootDigest}`,
      codePoint: `sha256:${specTextOrderRootDigest}`,
    });
  });

  const signatures = there
    ? readdirSync(path.join(oms, 'reference-signatures/scripts/tests')).filter((name) => name !== 'keys')
    : [];
  test.each(signatures)('reference signature %s, from the files beside it', (name) => {
    const folder = path.join('reference-signatures/scripts/tests', name);
    const statement = statementOf(path.join(folder, 'model.sig'));
    const entries = statement.predicate.resources.map((resource) =>
      entry(resource.name, readFileSync(path.join(oms, folder, resource.name))),
    );
    expect(omsRoots(entries).component).toBe(subjectOf(statement));
  });

  const payloads = there
    ? readdirSync(path.join(oms, 'reference-signatures/tests/_signing/testdata/signing/TestPayload'))
    : [];
  const statements = [
    ...payloads.map((name) => `reference-signatures/tests/_signing/testdata/signing/TestPayload/${name}`),
    ...['key', 'certificate', 'sigstore'].map((name) => `spec-test-vectors/valid/${name}.bundle.json`),
  ].filter((file) => there && statementOf(file).predicate.serialization.method === 'files');
  test.each(statements)('statement %s, from the digests that it lists', (file) => {
    const statement = statementOf(file);
    expect(omsRoots(entriesOf(statement)).component).toBe(subjectOf(statement));
  });

  test.each(['key-p256', 'certificate-p384'])('bundle %s, from the model packed beside it', (name) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'countersign-oms-'));
    try {
      execFileSync('tar', ['-xzf', path.join(oms, 'node-produced/tricky-model.tgz'), '-C', folder]);
      const model = path.join(folder, 'tricky');
      const entries = readdirSync(model, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile())
        .map((file) => path.join(file.parentPath, file.name))
        .map((file) => entry(path.relative(model, file), readFileSync(file)));
      expect(omsRoots(entries).component).toBe(subjectOf(statementOf(`node-produced/${name}.bundle.json`)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
