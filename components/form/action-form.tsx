'use client';
import { type ReactNode, useActionState, useEffect, useId, useRef } from 'react';
import { ErrorSummary } from './error-summary.tsx';
import { FormContext } from './form-context.ts';
import { type FormAction, type FormState, idle } from './form-state.ts';

/**
 * A form over a server action. Works before the page is alive, keeps what was entered, lists every problem at its top
 * and moves the focus there. Its fields may be written by a server component.
 */
export function ActionForm<V>({
  action,
  children,
  className,
  label,
}: {
  action: FormAction<V>;
  children: ReactNode;
  className?: string;
  label?: string;
}) {
  const [state, submit, pending] = useActionState<FormState<V>, FormData>(action, idle);
  const id = useId();
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.status === 'refused') summary.current?.focus();
  }, [state]);
  return (
    <FormContext value={{ id, state, pending }}>
      <form action={submit} className={className} aria-label={label} noValidate>
        <ErrorSummary ref={summary} />
        {children}
      </form>
    </FormContext>
  );
}
