import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReport } from './read-report.ts';

type Type = Parameters<typeof readReport>[0];
const read = (type: Type, value: unknown) => readReport(type, JSON.stringify(value));
const outcome = (type: Type, value: unknown) => read(type, value).outcome;

const run = (parts: object) => ({ tool: { driver: { name: 'picklescan' } }, results: [], ...parts });
const sarif = (...runs: unknown[]) => ({ version: '2.1.0', runs });

describe('a SARIF scan', () => {
  it.each([
    ['without results', sarif(run({})), 'pass'],
    ['with a result of no level, which is a warning', sarif(run({ results: [{}] })), 'fail'],
    ['with an error', sarif(run({ results: [{ level: 'error' }] })), 'fail'],
    ['with a level nobody knows', sarif(run({ results: [{ level: 'mild' }] })), 'fail'],
    ['with notes only', sarif(run({ results: [{ level: 'note' }, { level: 'none' }] })), 'pass'],
    ['of two runs, the second of which found something', sarif(run({}), run({ results: [{}] })), 'fail'],
    ['that says it failed', sarif(run({ invocations: [{ executionSuccessful: false }] })), 'error'],
    ['that says it went well', sarif(run({ invocations: [{ executionSuccessful: true }] })), 'pass'],
    ['that broke off before it had results', sarif({ tool: { driver: { name: 'x' } } }), 'error'],
    [
      'that found something and then broke off',
      sarif(run({ results: [{}] }), { tool: { driver: { name: 'x' } } }),
      'error',
    ],
    ['of no run', sarif(), 'unknown'],
    ['whose results are null', sarif(run({ results: null })), 'unknown'],
    ['of another version', { ...sarif(run({})), version: '1.0.0' }, 'unknown'],
  ])('%s', (_, report, expected) => {
    expect(outcome('scan', report)).toBe(expected);
  });

  it('is summed up in one line', () => {
    expect(read('scan', sarif(run({ results: [{}, {}] }), run({}))).summary).toBe('picklescan: 2 findings');
    const many = Array.from({ length: 50 }, (_, index) => run({ tool: { driver: { name: `scanner-${index}` } } }));
    expect(read('scan', sarif(...many)).summary).toBe(
      'scanner-0, scanner-1, scanner-2, scanner-3, scanner-4: 0 findings',
    );
  });
});

describe('a modelscan report', () => {
  const report = (total_issues: unknown, parts: object = {}) => ({ summary: { total_issues }, ...parts });

  it.each([
    ['nothing found', report(0, { issues: [], errors: [] }), 'pass'],
    ['an issue', report(1), 'fail'],
    ['an issue that the sum leaves out', report(0, { issues: [{}] }), 'fail'],
    ['an error', report(0, { errors: [{}] }), 'error'],
    ['an issue and an error', report(2, { errors: [{}] }), 'error'],
    ['a sum that is no number of issues', report(-1), 'unknown'],
    ['half an issue', report(0.5), 'unknown'],
    ['a sum in words', report('0'), 'unknown'],
    ['errors that are no list', report(0, { errors: 'none' }), 'unknown'],
  ])('%s', (_, value, expected) => {
    expect(outcome('scan', value)).toBe(expected);
  });
});

describe('a plain scan', () => {
  it.each([
    [{ result: 'pass' }, 'pass'],
    [{ result: 'pass', findings: [] }, 'pass'],
    [{ result: 'fail', findings: [{}] }, 'fail'],
    [{ result: 'error' }, 'error'],
    // it lists findings and calls itself a pass
    [{ result: 'pass', findings: [{}] }, 'unknown'],
    [{ result: 'PASS' }, 'unknown'],
    [{ result: true }, 'unknown'],
    [{ result: 'pass', findings: 'none' }, 'unknown'],
    [{ passed: true }, 'unknown'],
  ])('%j is %s', (report, expected) => {
    expect(outcome('scan', report)).toBe(expected);
  });
});

describe('a file that is a report in two forms', () => {
  it('says what both say, or nothing', () => {
    expect(outcome('scan', { ...sarif(run({})), result: 'pass' })).toBe('pass');
    expect(read('scan', { ...sarif(run({})), result: 'fail' })).toMatchObject({
      outcome: 'unknown',
      summary: 'Contradicts itself: picklescan: 0 findings; fail, 0 findings',
    });
    expect(outcome('scan', { summary: { total_issues: 0 }, result: 'error' })).toBe('unknown');
    expect(outcome('scan', { ...sarif(run({})), summary: { total_issues: 3 } })).toBe('unknown');
  });

  it('is not read at all when a member stands there twice', () => {
    for (const text of ['{"result":"fail","result":"pass"}', '{"result":"fail","r\\u0065sult":"pass"}']) {
      expect(readReport('scan', text).outcome, text).toBe('unknown');
    }
  });
});

describe('an evaluation', () => {
  it('is a list of metrics, each with its suite or that of the report', () => {
    const metrics = [
      { metric: 'auc', value: 0.91 },
      { suite: 'redteam', metric: 'refusals', value: 1 },
    ];
    expect(read('evaluation', { suite: 'holdout', metrics })).toEqual({
      outcome: 'pass',
      metrics: [
        { suite: 'holdout', metric: 'auc', value: 0.91 },
        { suite: 'redteam', metric: 'refusals', value: 1 },
      ],
      summary: 'auc 0.91 (holdout), refusals 1 (redteam)',
    });
  });

  it('or figures by name', () => {
    expect(read('evaluation', { metrics: { auc: 0.9, f1: 0.8 } }).metrics).toEqual([
      { suite: 'default', metric: 'auc', value: 0.9 },
      { suite: 'default', metric: 'f1', value: 0.8 },
    ]);
  });

  it.each(['pass', 'fail', 'error'])('says itself that its result is %s', (result) => {
    expect(outcome('evaluation', { result, metrics: { auc: 1 } })).toBe(result);
  });

  it.each<[string, unknown]>([
    ['no metrics', {}],
    ['an empty list', { metrics: [] }],
    ['an empty object', { metrics: {} }],
    ['a figure in words', { metrics: { auc: '0.9' } }],
    ['no figure', { metrics: { auc: null } }],
    ['a metric without a name', { metrics: { '': 1 } }],
    ['a result nobody knows', { result: 'great', metrics: { auc: 1 } }],
    [
      'more metrics than anybody reads',
      { metrics: Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`m${i}`, 1])) },
    ],
    ['the same as a list', { metrics: Array.from({ length: 1_001 }, () => ({ metric: 'm', value: 1 })) }],
    ['a list at the top', [{ metric: 'auc', value: 1 }]],
    ['a scan', { result: 'pass' }],
  ])('%s is not understood, and no pass', (_, report) => {
    expect(read('evaluation', report)).toMatchObject({ outcome: 'unknown', metrics: [] });
  });

  it.each(['NaN', 'Infinity', '1e999', '-1e999'])('%s is no figure', (value) => {
    for (const metrics of [`[{"metric":"auc","value":${value}}]`, `{"auc":${value}}`]) {
      expect(readReport('evaluation', `{"metrics":${metrics}}`)).toMatchObject({ outcome: 'unknown', metrics: [] });
    }
  });

  it('sums up the first few of many', () => {
    const metrics = Array.from({ length: 8 }, (_, index) => ({ metric: `m${index}`, value: index }));
    expect(read('evaluation', { metrics }).summary).toMatch(/^m0 0 \(default\), .* and 3 more$/);
  });
});

describe('a document', () => {
  it('is for people, whatever its bytes', () => {
    for (const text of [null, '', '{"result":"fail"}']) expect(readReport('document', text).outcome).toBe('pass');
  });
});

describe('hostile input', () => {
  const hostile = [
    '',
    ' ',
    'null',
    'true',
    '0',
    '"pass"',
    '[]',
    '{}',
    '{',
    '\u0000',
    '\uFEFF{"result":"pass"}',
    "{'result':'pass'}",
    '{"result":"pass",}',
    '{"__proto__":{"result":"pass"}}',
    '{"constructor":{"prototype":{"result":"pass"}}}',
    `{"metrics":{"__proto__":1}}`,
    '['.repeat(200_000),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    `{"result":"pass","findings":${'['.repeat(100)}${']'.repeat(100)}}`,
    `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    `{"metrics":[${'{"metric":"a","value":1},'.repeat(50_000)}{"metric":"a","value":1}]}`,
    `{"result":"${'x'.repeat(1_000_000)}"}`,
  ];

  it.each(hostile.map((text) => [text.slice(0, 40), text] as const))('%j never passes and never throws', (_, text) => {
    for (const type of ['scan', 'evaluation'] as const) {
      const report = readReport(type, text);
      expect(report).toMatchObject({ outcome: 'unknown', metrics: [] });
      expect(report.summary.length).toBeLessThan(200);
    }
    expect(({} as Record<string, unknown>).result).toBeUndefined();
  });

  it('text that is not UTF-8 says nothing', () => {
    expect(readReport('scan', null)).toMatchObject({ outcome: 'unknown', metrics: [] });
  });

  it('whatever it is, it never throws, and figures are finite', () => {
    const name = fc.constantFrom(
      'result',
      'metrics',
      'metric',
      'value',
      'suite',
      'summary',
      'runs',
      'version',
      'errors',
    );
    const value = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>('pass', 'fail', '2.1.0', 0, 1, -1, 1.5, null, true, ''),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(name, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(
        fc.oneof(
          value.map((one) => JSON.stringify(one)),
          fc.string(),
          fc.json(),
        ),
        (text) => {
          for (const type of ['scan', 'evaluation', 'document'] as const) {
            const { outcome: said, metrics } = readReport(type, text);
            expect(['pass', 'fail', 'error', 'unknown']).toContain(said);
            expect(metrics.every((metric) => Number.isFinite(metric.value))).toBe(true);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
