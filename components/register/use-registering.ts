'use client';
import { type RefObject, startTransition, useState } from 'react';
import { type FormState, idle } from '#components/form/form-state.ts';
import type { WizardContent } from './content.ts';
import { problemsOf } from './problems.ts';
import { registrationForm, yamlOf } from './registration.ts';
import { pointerOfField } from './steps.ts';
import type { DraftKeeper } from './use-draft.ts';
import type { PlacedProblem } from './wizard-context.ts';

/** The server action; it redirects to the version when it is done. */
export type Register = (state: FormState<never>, form: FormData) => Promise<FormState>;

/** What the server said no to. */
export interface Refusal {
  readonly message: string;
  readonly problems: readonly PlacedProblem[];
  /** the manifest that it was said about */
  readonly of: string;
}

const UNHEARD = 'No answer came. Press Register again: registering the same again changes nothing.';

/** Next tells the caller of an action that redirects by an error; the page is on its way by then. */
function isRedirect(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_REDIRECT');
}

function refusalOf(state: FormState | undefined, of: string): Refusal | null {
  if (state === undefined) return { message: UNHEARD, problems: [], of };
  if (state.status !== 'refused') return null;
  const problems = state.problems.map(({ field, message }) => ({
    pointer: pointerOfField(field),
    message: String(message),
  }));
  return { message: state.message, problems, of };
}

/** Registers once what is right as far as a page can know; what is wrong takes the focus. */
export function useRegistering(register: Register, keeper: DraftKeeper, summary: RefObject<HTMLDivElement | null>) {
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [pending, setPending] = useState(false);
  const showProblems = () => requestAnimationFrame(() => summary.current?.focus());

  const submit = async (content: WizardContent) => {
    setRefused(null);
    if (problemsOf(content).length > 0) return showProblems();
    setPending(true);
    await keeper.flush();
    keeper.pause();
    startTransition(async () => {
      let state: FormState | undefined;
      try {
        state = await register(idle, registrationForm(content, keeper.id));
      } catch (error) {
        if (isRedirect(error)) return;
      }
      const refusal = refusalOf(state, yamlOf(content));
      if (refusal === null) return;
      keeper.resume();
      setPending(false);
      setRefused(refusal);
      showProblems();
    });
  };
  return { refused, pending, submit };
}
