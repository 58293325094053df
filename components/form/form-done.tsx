'use client';
import { type ReactNode, useContext } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { FormContext } from './form-context.ts';

/** What the form says once it has been taken: the action's own message, or `children`. */
export function FormDone({ children }: { children?: ReactNode }) {
  const { state } = useContext(FormContext);
  if (state.status !== 'done') return null;
  const text = children ?? state.message;
  return text ? (
    <Notice tone="ok" live>
      {text}
    </Notice>
  ) : null;
}
