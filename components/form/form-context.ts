'use client';
import { createContext, useContext } from 'react';
import { type FormState, idle } from './form-state.ts';

export interface FormLink {
  /** prefix of the ids of this form's fields */
  readonly id: string;
  readonly state: FormState;
  readonly pending: boolean;
}

export const FormContext = createContext<FormLink>({ id: 'form', state: idle, pending: false });

export interface FieldLink {
  readonly id: string;
  readonly name: string;
  readonly errors: readonly FormProblemText[];
  /** what was entered before the refusal, else `initial` */
  readonly initial: readonly string[];
  readonly describedBy: string | undefined;
  /** changes with every answer, to remount controls that React does not reset by itself */
  readonly turn: number;
}

type FormProblemText = Extract<FormState, { status: 'refused' }>['problems'][number]['message'];

/** What a field needs to know of its form: its id, its errors, and what was entered in it. */
export function useField(name: string, initial: readonly string[], hasHint: boolean): FieldLink {
  const { id: form, state } = useContext(FormContext);
  const id = fieldId(form, name);
  const refused = state.status === 'refused' ? state : null;
  const errors = (refused?.problems ?? []).filter(({ field }) => belongsTo(field, name)).map(({ message }) => message);
  const described = [hasHint && `${id}-hint`, errors.length > 0 && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    name,
    errors,
    initial: refused?.entered[name] ?? initial,
    describedBy: described === '' ? undefined : described,
    turn: state.turn,
  };
}

/** A problem at `models.2` belongs to the field `models`. */
export function belongsTo(problem: string, name: string): boolean {
  return problem === name || problem.startsWith(`${name}.`);
}

export function fieldId(form: string, name: string): string {
  return `${form}-${name.replace(/[^\w-]/g, '-')}`;
}
