'use client';
import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useContext } from 'react';
import { Button, type ButtonVariant } from '#components/ui/button.tsx';
import { FormContext } from './form-context.ts';

/** Sends the form, once: while an answer is on its way it says so and takes no second press. */
export function Submit({
  children,
  variant = 'primary',
  small = false,
  name,
  value,
  disabled = false,
}: {
  children: ReactNode;
  variant?: ButtonVariant;
  small?: boolean;
  name?: string;
  value?: string;
  disabled?: boolean;
}) {
  const { pending } = useContext(FormContext);
  return (
    <Button
      type="submit"
      variant={variant}
      small={small}
      name={name}
      value={value}
      disabled={pending || disabled}
      aria-busy={pending}
    >
      {pending ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
      {children}
    </Button>
  );
}
