'use client';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { FieldFrame } from './field-frame.tsx';
import { useField } from './form-context.ts';

interface Labelled {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
}

export function TextField({
  name,
  label,
  hint,
  defaultValue = '',
  className,
  ...rest
}: ComponentProps<'input'> & Labelled & { defaultValue?: string }) {
  const field = useField(name, [defaultValue], hint !== undefined);
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <input
        id={field.id}
        name={name}
        defaultValue={field.initial[0]}
        aria-invalid={field.errors.length > 0 || undefined}
        aria-describedby={field.describedBy}
        className={classNames('control w-full', className)}
        {...rest}
      />
    </FieldFrame>
  );
}

export function TextAreaField({
  name,
  label,
  hint,
  defaultValue = '',
  className,
  ...rest
}: ComponentProps<'textarea'> & Labelled & { defaultValue?: string }) {
  const field = useField(name, [defaultValue], hint !== undefined);
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <textarea
        id={field.id}
        name={name}
        rows={3}
        defaultValue={field.initial[0]}
        aria-invalid={field.errors.length > 0 || undefined}
        aria-describedby={field.describedBy}
        className={classNames('control w-full', className)}
        {...rest}
      />
    </FieldFrame>
  );
}
