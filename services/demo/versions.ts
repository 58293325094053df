/** Every version of the demo, as its repository describes it. */
import type { DraftDataset } from '#domain/manifest/draft.ts';
import type { DemoVersion } from './models.ts';

const digest = (character: string) => `sha256:${character.repeat(64)}`;

const applications: DraftDataset = {
  name: 'credit-applications-2026h1',
  role: 'training',
  uri: 'https://data.demo.test/credit/applications-2026h1',
  digest: digest('a'),
  license: 'LicenseRef-internal',
  classification: ['customer-data'],
};
const tickets: DraftDataset = {
  name: 'support-tickets-2026',
  role: 'training',
  uri: 'https://data.demo.test/support/tickets-2026',
  digest: digest('b'),
  license: 'LicenseRef-internal',
  classification: ['customer-data'],
};
const documents: DraftDataset = {
  name: 'handbook-pages',
  role: 'training',
  uri: 'https://data.demo.test/research/handbook',
  digest: digest('c'),
  license: 'cc-by-4.0',
  classification: ['internal'],
};

const credit = { useCase: 'credit-limit-increase', classification: ['customer-data', 'regulated-decision'] };
const support = { useCase: 'support-reply-drafts', classification: ['customer-data'] };
const research = { useCase: 'doc-search', classification: ['internal'] };
const auc = (value: number) => ({ suite: 'holdout-2026q3', metric: 'auc', value });
const f1 = (value: number) => ({ suite: 'tickets-holdout', metric: 'f1', value });

export const BASE_SCORER: DemoVersion = {
  ...credit,
  model: 'credit/base-scorer',
  version: '1.4.0',
  description: 'Estimates how likely a card holder is to miss a payment within a year.',
  data: [applications],
  evaluation: auc(0.871),
};
const limitIncrease = (version: string, value: number, parent = 'credit/base-scorer@1.4.0'): DemoVersion => ({
  ...credit,
  model: 'credit/limit-increase',
  version,
  description: 'Scores requests to raise a card limit.',
  data: [applications],
  lineage: [{ relation: 'finetune', parent }],
  evaluation: auc(value),
});
export const LIMIT_210 = limitIncrease('2.1.0', 0.884);
export const LIMIT_220 = limitIncrease('2.2.0', 0.897);
export const LIMIT_230 = limitIncrease('2.3.0', 0.912);
export const LIMIT_MOBILE: DemoVersion = {
  ...credit,
  model: 'credit/limit-increase-mobile',
  version: '1.0.0',
  description: 'The limit scorer in eight bits, for the app.',
  lineage: [{ relation: 'quantized', parent: 'credit/limit-increase@2.2.0' }],
};
export const FRAUD_ALERTS: DemoVersion = {
  ...credit,
  model: 'credit/fraud-alerts',
  version: '0.9.0',
  description: 'Flags card payments for a person to look at.',
  data: [applications],
  evaluation: auc(0.842),
  environments: ['staging'],
};

export const REPLY_BASE: DemoVersion = {
  ...support,
  model: 'support/reply-base',
  version: '1.0.0',
  description: 'Answers in our tone, before it has seen a ticket.',
  data: [tickets],
  lineage: [{ relation: 'adapter', parent: 'hf:google/medgemma-1.5-4b-it@91850547d9f0b2fdd21aa7c5f4f3d1a8a52c243b' }],
  evaluation: f1(0.79),
};
const replyDrafts = (version: string, value: number): DemoVersion => ({
  ...support,
  model: 'support/reply-drafts',
  version,
  description: 'Drafts replies to customers for an agent to send.',
  data: [tickets],
  lineage: [{ relation: 'finetune', parent: 'support/reply-base@1.0.0' }],
  evaluation: f1(value),
});
export const REPLY_100 = replyDrafts('1.0.0', 0.81);
export const REPLY_110 = replyDrafts('1.1.0', 0.83);
export const REPLY_EDGE: DemoVersion = {
  ...support,
  model: 'support/reply-drafts-edge',
  version: '1.0.0',
  description: 'The reply writer in four bits, for branch terminals.',
  data: [{ ...tickets, role: 'calibration' }],
  lineage: [{ relation: 'quantized', parent: 'support/reply-drafts@1.0.0' }],
  evaluation: f1(0.78),
};
export const TRIAGE: DemoVersion = {
  ...support,
  model: 'support/triage',
  version: '0.3.0',
  description: 'Sorts tickets by urgency.',
  data: [tickets],
  evaluation: f1(0.71),
};
const sentiment = (version: string, data: DraftDataset): DemoVersion => ({
  ...support,
  model: 'support/sentiment',
  version,
  description: 'Says whether a ticket is angry, neutral or content.',
  data: [data],
  evaluation: f1(0.86),
});
/** The licence of its data was still being asked for: it went out under an exemption, which has ended. */
export const SENTIMENT_120 = sentiment('1.2.0', {
  name: 'review-site-sentences',
  role: 'training',
  uri: 'https://data.demo.test/support/review-site',
  digest: digest('d'),
  classification: ['public-data'],
});
export const SENTIMENT_130 = sentiment('1.3.0', tickets);

const docSearch = (version: string): DemoVersion => ({
  ...research,
  model: 'research/doc-search',
  version,
  description: 'Finds the handbook page that answers a question.',
  data: [documents],
});
export const SEARCH_100 = docSearch('1.0.0');
export const SEARCH_110 = docSearch('1.1.0');
export const RANKER: DemoVersion = {
  ...research,
  model: 'research/doc-ranker',
  version: '0.1.0',
  description: 'Puts the best page first. An experiment.',
  classification: ['experimental'],
  data: [documents],
  environments: ['sandbox', 'staging'],
};
export const EMBEDDER: DemoVersion = {
  ...research,
  model: 'research/embedder',
  version: '2.0.0',
  description: 'Vectors of handbook pages.',
  data: [documents],
};
export const SUMMARIES: DemoVersion = {
  ...research,
  model: 'research/title-summaries',
  version: '1.0.0',
  description: 'One line that says what a page is about.',
  data: [documents],
};
