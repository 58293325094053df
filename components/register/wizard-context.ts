'use client';
import { createContext, useContext } from 'react';
import type { Question } from '#domain/manifest/draft.ts';
import type { Tier } from '#domain/risk/tier.ts';

/** What the register knows that a form can offer. Nothing has to be chosen from it. */
export interface Choices {
  readonly teams: readonly string[];
  readonly email: string;
  readonly namespaces: readonly string[];
  readonly useCases: readonly { readonly slug: string; readonly title: string; readonly state: string }[];
  /** tags with their floors, under the policy in force */
  readonly tags: readonly { readonly tag: string; readonly floor: Tier }[];
  readonly environments: readonly string[];
  /** newest versions of one's own models */
  readonly versions: readonly string[];
}

/** One thing that is wrong, with its place in the manifest. */
export interface PlacedProblem {
  readonly pointer: string;
  readonly message: string;
}

export interface WizardView {
  readonly choices: Choices;
  /** open ones, in the order of the manifest */
  readonly questions: readonly Question[];
  readonly problems: readonly PlacedProblem[];
  /** what is missing is shown as a problem only once somebody has asked for the whole */
  readonly strict: boolean;
  /** Goes to the step of a field and puts the focus there. */
  readonly goTo: (pointer: string) => void;
  /** Says that a question which no field answers is settled. */
  readonly settle: (question: Question) => void;
  readonly isSettleable: (question: Question) => boolean;
}

const Context = createContext<WizardView | null>(null);

export const WizardProvider = Context.Provider;

export function useWizard(): WizardView {
  const view = useContext(Context);
  if (!view) throw new Error('outside of the wizard');
  return view;
}
