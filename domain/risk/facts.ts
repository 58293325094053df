/**
 * What a use case does, answered yes, no or unknown, and the classification tags that say the same of a version or a
 * dataset (DESIGN.md §2 "Facts and tier"). Every fact and tag has a floor; unknown counts as high.
 */
import { z } from 'zod';
import type { Tier } from './tier.ts';

export const Answer = z.enum(['yes', 'no', 'unknown']);
export type Answer = z.infer<typeof Answer>;

export const UseCaseFacts = z.strictObject({
  customerData: Answer,
  regulatedDecision: Answer,
  productionTooling: Answer,
  actsWithoutPerson: Answer,
  reachableFromOutside: Answer,
});
export type UseCaseFacts = z.infer<typeof UseCaseFacts>;
export type FactName = keyof UseCaseFacts;

interface FactRule {
  /** the floor when the answer is yes */
  readonly floor: Tier;
  readonly question: string;
  readonly help: string;
  /** an everyday case of yes, and one of no */
  readonly examples: { readonly yes: string; readonly no: string };
  /** the tag that states the same of a version or a dataset */
  readonly tag: string;
}

export const FACT_RULES: Readonly<Record<FactName, FactRule>> = {
  customerData: {
    floor: 'high',
    question: 'Does it touch customer data?',
    help: 'In training, in evaluation or when it runs: records about identifiable customers, pseudonymised ones included.',
    examples: {
      yes: 'A model that ranks support tickets by their text, or was tuned on transcripts with the names taken out.',
      no: 'A model that searches the public product manual and logs no questions.',
    },
    tag: 'customer-data',
  },
  regulatedDecision: {
    floor: 'critical',
    question: 'Does it take part in a regulated decision?',
    help: 'Credit, insurance, hiring, medical, legal or similar decisions about a person, as the decider or as advice to one.',
    examples: {
      yes: 'A score that a clerk sees beside a loan request, even if the clerk decides.',
      no: 'A forecast of how many loan requests arrive tomorrow.',
    },
    tag: 'regulated-decision',
  },
  productionTooling: {
    floor: 'high',
    question: 'Does it drive production tooling?',
    help: 'Its output changes code, configuration, infrastructure or data that production depends on.',
    examples: {
      yes: 'A model that proposes database migrations which a job then runs.',
      no: 'A model that drafts release notes for somebody to edit.',
    },
    tag: 'production-tooling',
  },
  actsWithoutPerson: {
    floor: 'high',
    question: 'Does it act without a person in between?',
    help: 'Its output has effect before a person has seen it and could have stopped it.',
    examples: {
      yes: 'A filter that drops messages nobody looks at again.',
      no: 'A draft of a reply that an agent reads before sending.',
    },
    tag: 'acts-without-person',
  },
  reachableFromOutside: {
    floor: 'medium',
    question: 'Can it be reached from outside the organisation?',
    help: 'Customers, partners or the public send it input or read its output, directly or through another service.',
    examples: {
      yes: 'A chat window on the website, or a partner’s service that passes its users’ text on.',
      no: 'A tool behind the staff sign-in that reads internal documents only.',
    },
    tag: 'reachable-from-outside',
  },
};

export const FACT_NAMES = Object.keys(FACT_RULES) as readonly FactName[];

/** The floor of an unanswered fact and of a tag nobody has defined. */
export const UNKNOWN_FLOOR: Tier = 'high';

/** Floors of the tags that every deployment knows. A policy may add tags and raise these. */
export const TAG_FLOORS: Readonly<Record<string, Tier>> = {
  experimental: 'low',
  internal: 'low',
  'public-data': 'low',
  'synthetic-data': 'low',
  ...Object.fromEntries(FACT_NAMES.map((name) => [FACT_RULES[name].tag, FACT_RULES[name].floor])),
};
