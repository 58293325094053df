import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestDigest, parseManifest, parseManifestBytes } from './parse.ts';
import { MAX_PROBLEMS } from './problem.ts';

const testdata = path.join(import.meta.dirname, 'testdata');

function files(kind: string): { name: string; text: string }[] {
  const folder = path.join(testdata, kind);
  const names = readdirSync(folder);
  expect(names.length).toBeGreaterThan(20);
  return names.map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}

/** `# expect line:column code pointer` lines at the top of a refused file: every problem, and no other. */
function expected(text: string): string[] {
  return [...text.matchAll(/^# expect (.*)$/gm)].map(([, line]) => String(line)).sort();
}

const example = readFileSync(path.join(testdata, 'accepted/contract-example.yaml'), 'utf8');

describe('refused manifests name exactly their problems, each where it stands', () => {
  for (const { name, text } of files('refused')) {
    it(name, () => {
      const parsed = parseManifest(text);
      expect(expected(text)).not.toEqual([]);
      const problems = parsed.ok ? [] : parsed.problems;
      expect(problems.map((p) => `${p.line}:${p.column} ${p.code} ${p.path}`).sort()).toEqual(expected(text));
      for (const problem of problems) expect(problem.message).toMatch(/^[^\p{Cc}\p{Bidi_Control}]+$/u);
    });
  }
});

describe('honest manifests that look odd are accepted', () => {
  for (const { name, text } of files('accepted')) {
    it(name, () => {
      expect(parseManifest(text)).toMatchObject({ ok: true });
    });
  }
});

describe('the digest', () => {
  const digestOfText = (text: string) => {
    const parsed = parseManifest(text);
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
    return parsed.digest;
  };

  it('is the same for other formatting, comments, line ends and key order', () => {
    const crlf = readFileSync(path.join(testdata, 'accepted/crlf.yaml'), 'utf8');
    const reordered = `${example.split('\n').slice(1).join('\n')}\n# moved\n${example.split('\n')[0]}\n`;
    expect(digestOfText(crlf)).toBe(digestOfText(example));
    expect(digestOfText(reordered)).toBe(digestOfText(example));
  });

  it('changes with any value, and nothing is filled in', () => {
    expect(digestOfText(example.replace('0.91', '0.92'))).not.toBe(digestOfText(example));
    expect(digestOfText(example.replace('./model', 'model'))).not.toBe(digestOfText(example));
    const parsed = parseManifest(readFileSync(path.join(testdata, 'accepted/minimal.yaml'), 'utf8'));
    if (!parsed.ok) throw new Error('the minimal manifest is valid');
    expect(Object.keys(parsed.manifest).sort()).toEqual([
      'apiVersion',
      'artifact',
      'classification',
      'data',
      'lineage',
      'model',
      'owner',
      'useCase',
      'version',
    ]);
    expect(parsed.digest).toBe(manifestDigest(JSON.parse(JSON.stringify(parsed.manifest))));
  });
});

describe('positions of an accepted manifest', () => {
  it('lead from a JSON pointer to the value', () => {
    const parsed = parseManifest(example);
    if (!parsed.ok) throw new Error('the example is valid');
    const lines = example.split('\n');
    const at = (pointer: string) => {
      const { line, column } = parsed.positions.get(pointer) ?? { line: 0, column: 0 };
      return lines[line - 1]?.slice(column - 1);
    };
    expect(at('/owner')).toMatch(/^team:credit/);
    expect(at('/lineage/0/parent')).toMatch(/^credit\/base-scorer@1\.4\.0/);
    expect(at('/runtime/regions/0')).toMatch(/^eu-west-1/);
  });
});

describe('bytes', () => {
  it('that are not UTF-8 are refused where the first bad one stands', () => {
    const bytes = new TextEncoder().encode(example.replace('Scores', 'Sc?ores'));
    bytes[bytes.indexOf('?'.charCodeAt(0))] = 0xff;
    expect(parseManifestBytes(bytes)).toMatchObject({
      ok: false,
      problems: [{ line: 5, column: 16, code: 'not-utf-8' }],
    });
  });

  it('in UTF-16, as some shells write, are named so', () => {
    const bytes = Buffer.from(`\ufeff${example}`, 'utf16le');
    const parsed = parseManifestBytes(bytes);
    expect(parsed).toMatchObject({ ok: false, problems: [{ code: 'not-utf-8' }] });
    expect(parsed.ok || parsed.problems[0]?.message).toContain('UTF-16');
  });

  it('over 1 MiB are refused by what they measure in UTF-8, before anything reads them', () => {
    const text = `# ${'é'.repeat(524_288)}`;
    expect(text.length).toBeLessThan(1024 * 1024);
    for (const parsed of [parseManifest(text), parseManifestBytes(new TextEncoder().encode(text))]) {
      expect(parsed).toMatchObject({ ok: false, problems: [{ line: 1, column: 1, code: 'too-large' }] });
    }
    expect(parseManifest(`${example}# ${'x'.repeat(1024 * 1024 - example.length - 2)}`)).toMatchObject({ ok: true });
  });
});

describe('whatever the text', () => {
  const fragments = [
    '\n',
    '  ',
    ' ',
    '\t',
    '- ',
    '? ',
    ': ',
    ':',
    ',',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '!t ',
    '!!str ',
    '|',
    '>-',
    '"',
    "'",
    '#',
    '%',
    '---',
    '...',
    '\n---\n',
    '<<: ',
    'model: ',
    'data: ',
    'lineage: ',
    'x',
    '1.10',
    'no',
    '~',
    '\\',
    '\r\n',
    '\r',
    '\ufeff',
    '\u202e',
    '\u0000',
    '👩‍💻',
    '\ud800',
  ];

  it('parsing answers with problems inside the text, and never throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...fragments), { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const parsed = parseManifest(source);
        if (parsed.ok) return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        const lines = source.split(/\r\n|\r|\n/);
        for (const { line, column } of parsed.problems) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual([...(lines[line - 1] ?? '')].length + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('damaging one place of a good manifest never makes the parser throw', () => {
    fc.assert(
      fc.property(fc.nat(example.length), fc.constantFrom(...fragments), fc.nat(5), (at, fragment, cut) => {
        const parsed = parseManifest(example.slice(0, at) + fragment + example.slice(at + cut));
        expect(parsed.ok || parsed.problems.length).toBeTruthy();
      }),
      { numRuns: 2000 },
    );
  });

  it('a flood of problems is cut and counted', () => {
    const parsed = parseManifest(Array.from({ length: 900 }, (_, index) => `k${index}: 1`).join('\n'));
    const problems = parsed.ok ? [] : parsed.problems;
    expect(problems).toHaveLength(MAX_PROBLEMS + 1);
    expect(problems.at(-1)).toMatchObject({ code: 'too-many-problems' });
    expect(problems.at(-1)?.message).toContain(`${900 + 9 - MAX_PROBLEMS} more`);
  });
});
