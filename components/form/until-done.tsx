'use client';
import { type ReactNode, useContext } from 'react';
import { FormContext } from './form-context.ts';

/** The part of a form that goes once it has been carried out: what it made is all that is left to look at. */
export function UntilDone({ children }: { children: ReactNode }) {
  const { state } = useContext(FormContext);
  return state.status === 'done' ? null : children;
}
