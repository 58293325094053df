import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main.ts';
import { recordedIo } from '../testing/recorded-io.ts';

const example = readFileSync(
  path.join(import.meta.dirname, '../../domain/manifest/testdata/accepted/contract-example.yaml'),
  'utf8',
);
const broken = example.replace('team:credit', 'credit').replace('2.3.0', '1.10');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-check-'));
  writeFileSync(path.join(folder, 'countersign.yaml'), example);
  writeFileSync(path.join(folder, 'broken.yaml'), broken);
  writeFileSync(path.join(folder, 'large.yaml'), 'x'.repeat(3_000_000));
  writeFileSync(path.join(folder, 'latin1.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  writeFileSync(path.join(folder, 'forged,name%.yaml'), '"a\\n::error::forged": 1\n');
  mkdirSync(path.join(folder, 'empty'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const io = recordedIo(folder);
  const code = await main(['check', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

describe('the exit code and the verdict', () => {
  it('a valid manifest is 0, and the verdict says what was checked', async () => {
    const { code, out, err } = await run();
    expect(code).toBe(0);
    expect(out).toMatch(/^countersign\.yaml:12:5 warning: data\[0\] has no uri, digest/);
    expect(err).toBe(
      'countersign.yaml: valid: credit/limit-increase@2.3.0 (schema; owner team:credit; classification customer-data, regulated-decision; 1 dataset; 1 parent); 1 warning\n',
    );
  });

  it('an invalid one is 1, with every problem on a line of its own', async () => {
    const { code, out, err } = await run('broken.yaml');
    expect(code).toBe(1);
    expect(out).toBe(
      "broken.yaml:3:10 version must be text, and 1.10 is read as the number 1.1: quote it, '1.10'\n" +
        'broken.yaml:4:8 owner must be team:<slug> or user:<email>, such as team:credit\n',
    );
    expect(err).toBe('broken.yaml: invalid: 2 problems\n');
  });

  it.each([['missing.yaml'], ['empty']])('%s, which cannot be read, is 4', async (file) => {
    const { code, err } = await run(file);
    expect(code).toBe(4);
    expect(err).toContain('could not be checked');
  });

  it('several files are judged together: one invalid is 1, one unreadable is 4', async () => {
    expect((await run('countersign.yaml', 'countersign.yaml')).code).toBe(0);
    expect((await run('countersign.yaml', 'missing.yaml')).code).toBe(4);
    const all = await run('countersign.yaml', 'broken.yaml', 'missing.yaml');
    expect(all.code).toBe(1);
    expect(all.err).toBe('3 manifests: 1 valid, 1 invalid, 1 unreadable\n');
  });

  it('a wrong option or format is 2', async () => {
    expect((await run('--colour')).code).toBe(2);
    expect((await run('--format', 'toString')).code).toBe(2);
    expect((await run('--json', '--format', 'github')).code).toBe(2);
  });

  it('too large or not UTF-8 is a verdict, 1', async () => {
    expect((await run('large.yaml')).out).toMatch(/^large\.yaml:1:1 has 1048577 bytes or more/);
    expect((await run('latin1.yaml')).out).toBe('latin1.yaml:1:4 is not UTF-8: save the file as UTF-8\n');
  });
});

describe('the formats', () => {
  it('json is one object, the same by either option', async () => {
    const { out } = await run('--json', 'countersign.yaml', 'broken.yaml');
    expect(JSON.parse(out)).toMatchObject({
      valid: false,
      files: [
        {
          file: 'countersign.yaml',
          outcome: 'valid',
          ref: 'credit/limit-increase@2.3.0',
          digest: expect.stringMatching(/^sha256:/),
        },
        {
          outcome: 'invalid',
          problems: [{ line: 3, column: 10, path: '/version', code: 'quote-it' }, { path: '/owner' }],
        },
      ],
    });
    expect((await run('--format', 'json', 'countersign.yaml', 'broken.yaml')).out).toBe(out);
  });

  it('github annotates lines, and a hostile file cannot start a command', async () => {
    expect((await run('--format', 'github', 'broken.yaml')).out).toContain(
      '::error file=broken.yaml,line=4,col=8,title=countersign format::owner must be team:',
    );
    const { out } = await run('--format', 'github', 'forged,name%.yaml');
    expect(out).toContain('file=forged%2Cname%25.yaml,line=1');
    for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^::error file=forged/);
  });

  it('junit has a test a file and a failure a problem', async () => {
    const { out } = await run(
      '--format',
      'junit',
      'countersign.yaml',
      'broken.yaml',
      'forged,name%.yaml',
      'missing.yaml',
    );
    expect(out).toContain('tests="4" failures="2" errors="1"');
    expect(out.match(/<testcase /g)).toHaveLength(4);
    expect(out).toContain('owner must be team:&lt;slug&gt;');
    expect(out.match(/<failure /g)?.length).toBe(2 + 10);
  });

  it('sarif points to line and column', async () => {
    const { out } = await run('--format', 'sarif', 'broken.yaml');
    const [result] = JSON.parse(out).runs[0].results;
    expect(JSON.parse(out).version).toBe('2.1.0');
    expect(result).toMatchObject({
      ruleId: 'quote-it',
      level: 'error',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'broken.yaml' }, region: { startLine: 3, startColumn: 10 } } },
      ],
    });
  });
});

it('help shows examples to copy', async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  expect(out).toContain('countersign check --format github');
});
