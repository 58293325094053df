import { describe, expect, it } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import { CHECKS } from '#domain/policy/document.ts';
import { FACT_NAMES, FACT_RULES } from '#domain/risk/facts.ts';
import type { EvidenceFact, GateFacts, ParentFact } from './facts.ts';
import { ALWAYS, CHECK_FUNCTIONS, GATED, lineageSound } from './requirements.ts';
import { documentWith, evidenceOf, gateFacts, PARENT } from './testing/facts.ts';
import { type Row, rows } from './testing/rows.ts';

const good = gateFacts('high');
const document = documentWith({});

const useCaseWith = (parts: object) => ({ useCase: good.useCase && { ...good.useCase, ...parts } });
const manifestWith = (parts: Partial<GateFacts['manifest']>) => ({ manifest: { ...good.manifest, ...parts } });
const twin = (parts: object) => ({
  sameDigest: [{ ref: 'a/b@1', tier: 'low' as const, state: 'active' as const, rejected: false, ...parts }],
});
const parentWith = (parts: object): ParentFact =>
  PARENT.kind === 'version' && PARENT.registered
    ? { ...PARENT, registered: { ...PARENT.registered, ...parts } }
    : PARENT;
const external = (pinned: boolean): ParentFact => ({
  kind: 'external',
  ref: 'hf:org/base@main',
  relation: 'merge',
  pinned,
});
const absent: ParentFact = { kind: 'version', ref: 'credit/gone@1', relation: 'merge', registered: null };

describe('a version with nothing wrong', () => {
  it('meets every requirement', () => {
    const answers = [
      ...Object.values(ALWAYS).map((ask) => ask(good)),
      ...Object.values(GATED).map((ask) => ask(good)),
      ...CHECKS.map((check) => CHECK_FUNCTIONS[check](good, document)),
      lineageSound(good, document),
    ];
    expect(answers).toHaveLength(15);
    expect(answers.filter(({ status }) => status !== 'met')).toEqual([]);
    expect(answers.every(({ reason }) => reason.length > 5)).toBe(true);
  });
});

describe('not-forbidden', () => {
  rows(ALWAYS['not-forbidden'], [
    ['revoked', { version: { ...good.version, state: 'revoked' } }, 'unmet', 'is revoked; register a new one'],
    ['retired', { version: { ...good.version, state: 'retired' } }, 'unmet', 'is retired; register a new one'],
    ['the same bytes revoked under another name', twin({ state: 'revoked' }), 'unmet', 'revoked as a/b@1'],
    ['the same bytes retired under another name', twin({ state: 'retired' }), 'met', 'Neither'],
  ]);
});

describe('within-scope', () => {
  rows(GATED['within-scope'], [
    ['no scope', manifestWith({ environments: [] }), 'met', 'names no environments'],
    ['a scope that names the environment', manifestWith({ environments: ['production'] }), 'met', 'names production'],
    ['a scope that does not', manifestWith({ environments: ['staging'] }), 'unmet', 'names staging, not production'],
  ]);
});

describe('owner-known', () => {
  rows(GATED['owner-known'], [
    ['an owner nobody knows', { owner: { name: 'team:ghosts', known: false } }, 'unmet', 'team:ghosts is not a known'],
  ]);
});

describe('facts-answered', () => {
  rows(GATED['facts-answered'], [
    ['no known use case', { useCase: null }, 'unknown', 'No known use case'],
    ...FACT_NAMES.map(
      (name): Row => [
        `${name} unknown`,
        useCaseWith({ facts: { ...good.useCase?.facts, [name]: 'unknown' } }),
        'unmet',
        FACT_RULES[name].question,
      ],
    ),
  ]);
});

describe('use-case-approved', () => {
  rows(GATED['use-case-approved'], [
    ['no known use case', { useCase: null }, 'unmet', 'not registered; create it'],
    ['submitted', useCaseWith({ state: 'submitted' }), 'unmet', 'v3 is submitted; a risk reviewer'],
    ['rejected', useCaseWith({ state: 'rejected' }), 'unmet', 'is rejected'],
    ['superseded', useCaseWith({ state: 'superseded' }), 'unmet', 'is superseded'],
  ]);
});

describe('not-rejected', () => {
  rows(GATED['not-rejected'], [
    ['rejected under another name', twin({ rejected: true }), 'unmet', 'rejected for production as a/b@1'],
    ['known under another name', twin({}), 'met', 'Not rejected'],
  ]);
});

describe('dataset-provenance', () => {
  const [dataset] = good.manifest.data ?? [];
  if (!dataset) throw new Error('the facts of the tests have a dataset');
  const data = (parts: object) => manifestWith({ data: [dataset, { ...dataset, name: 'loans', ...parts }] });
  rows(
    (facts) => CHECK_FUNCTIONS['dataset-provenance'](facts, document),
    [
      ['no data, with a reason', manifestWith({ data: null }), 'met', 'states that no data was used'],
      ['an empty list', manifestWith({ data: [] }), 'unmet', 'No dataset is named'],
      ['all there', data({}), 'met', '2 datasets'],
      ['no uri', data({ uri: null }), 'unmet', 'loans lacks uri;'],
      ['no digest', data({ digest: null }), 'unmet', 'loans lacks digest;'],
      ['no licence', data({ license: null }), 'unmet', 'loans lacks licence;'],
      ['no classification', data({ classification: [] }), 'unmet', 'loans lacks classification;'],
      [
        'nothing',
        data({ uri: '', digest: null, license: '', classification: [] }),
        'unmet',
        'uri, digest, licence, classification',
      ],
    ],
  );
});

describe('artifact-scan', () => {
  const scan = (outcome: EvidenceFact['outcome'], parts: Partial<EvidenceFact> = {}) =>
    evidenceOf('scan', { outcome, ...parts });
  rows(
    (facts) => CHECK_FUNCTIONS['artifact-scan'](facts, document),
    [
      ['none', { evidence: [] }, 'unmet', 'evidence attach --type scan'],
      ['one of other bytes', { evidence: [scan('pass', { subject: sha256('other') })] }, 'unmet', 'Attach'],
      ['two that passed', { evidence: [scan('pass'), scan('pass')] }, 'met', '2 scans'],
      ['one that found something', { evidence: [scan('fail')] }, 'unmet', 'found a problem'],
      [
        'one that found something, beside one that errored',
        { evidence: [scan('error'), scan('fail')] },
        'unmet',
        'found',
      ],
      ['one that errored', { evidence: [scan('error')] }, 'unknown', 'errored'],
      ['one that errored, beside one that passed', { evidence: [scan('pass'), scan('error')] }, 'unknown', 'errored'],
      ['one that was not understood', { evidence: [scan('pass'), scan('unknown')] }, 'unknown', 'could not be read'],
    ],
  );
});

describe('committers-known', () => {
  rows(
    (facts) => CHECK_FUNCTIONS['committers-known'](facts, document),
    [
      ['not said', { committers: null }, 'unknown', 'register from a git checkout'],
      [
        'a stranger',
        {
          committers: [
            { id: 'a', personId: null },
            { id: 'b', personId: 'ada' },
          ],
        },
        'unknown',
        '1 of 2 committers',
      ],
      ['no commit since', { committers: [] }, 'met', '0 committers'],
    ],
  );
});

describe('base-models-approved', () => {
  rows(
    (facts) => CHECK_FUNCTIONS['base-models-approved'](facts, document),
    [
      ['from scratch', { parents: [] }, 'met', 'or there is none'],
      [
        'approved elsewhere',
        { parents: [parentWith({ approvedIn: ['staging'] })] },
        'unmet',
        'Not approved for production: credit/base',
      ],
      ['not registered', { parents: [absent] }, 'unmet', 'credit/gone@1'],
      ['external', { parents: [external(true)] }, 'unmet', 'hf:org/base@main'],
      ['one of two', { parents: [PARENT, absent] }, 'unmet', 'credit/gone@1'],
    ],
  );
});

describe('lineage-sound', () => {
  rows(
    (facts) => lineageSound(facts, document),
    [
      ['from scratch', { parents: [] }, 'met', 'Declared from scratch'],
      ['a parent nobody registered', { parents: [PARENT, absent] }, 'unknown', 'register the base first'],
      ['an external base without a fixed revision', { parents: [external(false)] }, 'unknown', 'name the commit'],
      ['an external base at a fixed revision', { parents: [external(true)] }, 'met', 'Every base stands'],
      ['tainted', { parents: [parentWith({ tainted: true })] }, 'unmet', 'tainted bases: credit/base@1.0.0'],
      ['revoked', { parents: [parentWith({ state: 'revoked' })] }, 'unmet', 'Revoked'],
      ['retired', { parents: [parentWith({ state: 'retired' })] }, 'unmet', 'retired'],
    ],
  );

  it('a policy that only warns says so in the reason', () => {
    const facts = { ...good, parents: [parentWith({ tainted: true })] };
    const answer = lineageSound(facts, documentWith({ tainted: 'warn' }));
    expect(answer).toEqual({ status: 'met', reason: expect.stringContaining('Warning') });
    // and what is unknown stays so
    expect(lineageSound({ ...good, parents: [absent] }, documentWith({ tainted: 'warn' })).status).toBe('unknown');
  });
});
