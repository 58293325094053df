import { describe, expect, it } from 'vitest';
import { sha256 } from '#domain/artifact/digest.ts';
import type { PolicyDocument, Threshold } from '#domain/policy/document.ts';
import type { EvidenceFact, GateFacts, MetricFact } from './facts.ts';
import { CHECK_FUNCTIONS, type Status } from './requirements.ts';
import { documentWith, evidenceOf, gateFacts } from './testing/facts.ts';
import { rows } from './testing/rows.ts';

const good = gateFacts('high');
const document = documentWith({});
const manifestWith = (parts: Partial<GateFacts['manifest']>) => ({ manifest: { ...good.manifest, ...parts } });

const evaluation = (parts: Partial<EvidenceFact>, digest = 'evaluation') =>
  evidenceOf('evaluation', { digest: sha256(digest), ...parts });
const auc = (value: number, suite = 'holdout'): MetricFact => ({ suite, metric: 'auc', value });

describe('evaluation-report', () => {
  rows(
    (facts) => CHECK_FUNCTIONS['evaluation-report'](facts, document),
    [
      ['none', { evidence: [] }, 'unmet', 'evidence attach --type evaluation'],
      ['one of other bytes', { evidence: [evaluation({ subject: sha256('other') })] }, 'unmet', 'Attach'],
      ['one that failed', { evidence: [evaluation({ outcome: 'fail' })] }, 'unmet', 'says that it failed'],
      [
        'one that passed beside one that failed',
        { evidence: [evaluation({}), evaluation({ outcome: 'fail' })] },
        'unmet',
        'failed',
      ],
      ['one that errored', { evidence: [evaluation({ outcome: 'error' })] }, 'unknown', 'could be read'],
      ['one that was not understood', { evidence: [evaluation({ outcome: 'unknown' })] }, 'unknown', 'could be read'],
      ['one without figures', { evidence: [evaluation({ metrics: [] })] }, 'unknown', 'could be read'],
      ['a scan instead', { evidence: [evidenceOf('scan')] }, 'unmet', 'Attach'],
    ],
  );
});

describe('evaluation-threshold', () => {
  const ask = (facts: GateFacts) => CHECK_FUNCTIONS['evaluation-threshold'](facts, document);
  const silent = manifestWith({ evaluation: [] });
  const measured = (...metrics: MetricFact[]) => ({ ...silent, evidence: [evaluation({ metrics })] });

  rows(ask, [
    ['no report', { evidence: [] }, 'unknown', 'No evaluation report on these bytes'],
    ['a report on other bytes', { evidence: [evaluation({ subject: sha256('other') })] }, 'unknown', 'these bytes'],
    ['exactly the threshold', measured(auc(0.8)), 'met', 'auc 0.8 on holdout (at least 0.8)'],
    ['just below it', measured(auc(0.7999)), 'unmet', 'Outside the policy'],
    ['one good and one bad suite', measured(auc(0.9), auc(0.5, 'other')), 'unmet', 'auc 0.5 on other'],
    ['not a number', measured(auc(Number.NaN)), 'unmet', 'Outside'],
    ['infinite', measured(auc(Number.POSITIVE_INFINITY)), 'unmet', 'Outside'],
    ['a metric without a threshold', measured({ suite: 's', metric: 'bleu', value: 1 }), 'unknown', 'No sound report'],
    [
      'a metric named for the prototype',
      measured({ suite: 's', metric: 'constructor', value: 1 }),
      'unknown',
      'No sound',
    ],
    [
      'figures of a report that broke off, beside a sound one without them',
      {
        ...silent,
        evidence: [evaluation({ outcome: 'error' }), evaluation({ metrics: [{ suite: 's', metric: 'x', value: 1 }] })],
      },
      'unknown',
      'No sound report',
    ],
    [
      'figures that were not understood',
      { ...silent, evidence: [evaluation({ outcome: 'unknown' })] },
      'unknown',
      'No sound',
    ],
    [
      'a bad figure in a report that broke off',
      { ...silent, evidence: [evaluation({}), evaluation({ outcome: 'error', metrics: [auc(0.1)] })] },
      'unmet',
      'auc 0.1',
    ],
    [
      'a manifest that claims another value',
      manifestWith({ evaluation: [auc(0.99)] }),
      'unknown',
      'says auc 0.99 on holdout, a report says 0.91',
    ],
    [
      'a manifest that claims what no report measured',
      manifestWith({ evaluation: [auc(0.99, 'elsewhere')] }),
      'met',
      'auc 0.91',
    ],
  ]);

  it('two reports that disagree about a claim are unknown, in either order', () => {
    const evidence = [evaluation({}), evaluation({ metrics: [auc(0.9)] }, 'second')];
    for (const order of [evidence, evidence.toReversed()]) {
      expect(ask({ ...good, evidence: order }).status).toBe('unknown');
    }
  });

  it.each<[string, readonly Threshold[], MetricFact, Status]>([
    [
      'of its suite before one of every suite',
      [
        { metric: 'auc', min: 0.99 },
        { metric: 'auc', suite: 'holdout', min: 0.5 },
      ],
      auc(0.6),
      'met',
    ],
    [
      'of every suite for other suites',
      [
        { metric: 'auc', min: 0.99 },
        { metric: 'auc', suite: 'x', min: 0.5 },
      ],
      auc(0.6),
      'unmet',
    ],
    ['at most', [{ metric: 'auc', max: 0.95 }], auc(0.96), 'unmet'],
    [
      'at least and at most, written apart',
      [
        { metric: 'auc', min: 0.5 },
        { metric: 'auc', max: 0.95 },
      ],
      auc(0.96),
      'unmet',
    ],
    [
      'two of one metric: both hold',
      [
        { metric: 'auc', min: 0.5 },
        { metric: 'auc', min: 0.9 },
      ],
      auc(0.6),
      'unmet',
    ],
    ['none at all', [], auc(1), 'unknown'],
  ])('the threshold %s', (_, thresholds, metric, status) => {
    const policy: PolicyDocument = documentWith({ thresholds: [...thresholds] });
    const facts = { ...good, ...measured(metric) };
    expect(CHECK_FUNCTIONS['evaluation-threshold'](facts, policy).status).toBe(status);
  });
});
