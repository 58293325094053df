import type { ReactNode } from 'react';

/** One thing that is wrong with what was entered. */
export interface FieldProblem {
  /** name of the field; `''` when it is about the whole form */
  readonly field: string;
  readonly message: ReactNode;
}

/** What was entered, by field name, to be shown again. Never a password. */
export type Entered = Readonly<Record<string, readonly string[]>>;

/**
 * What a server action answers to a form. `turn` grows with every answer, so that two equal answers are two events.
 * Nothing that was typed is lost: a refusal brings it back.
 */
export type FormState<V = unknown> =
  | { readonly status: 'idle'; readonly turn: 0 }
  | { readonly status: 'done'; readonly turn: number; readonly value: V; readonly message: string | null }
  | {
      readonly status: 'refused';
      readonly turn: number;
      readonly code: string;
      readonly message: string;
      readonly problems: readonly FieldProblem[];
      readonly entered: Entered;
    };

export const idle: FormState<never> = { status: 'idle', turn: 0 };

/** A server action behind a form; it reaches components as a prop. */
export type FormAction<V = unknown> = (state: FormState<V>, form: FormData) => Promise<FormState<V>>;
