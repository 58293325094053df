'use client';
import type { ReactNode } from 'react';
import { FieldFrame } from './field-frame.tsx';
import { useField } from './form-context.ts';

/** A file to be sent with the form. A browser does not let a page fill it in again, so after a refusal it is chosen anew. */
export function FileField({ name, label, hint }: { name: string; label: string; hint?: ReactNode }) {
  const field = useField(name, [], hint !== undefined);
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <input
        id={field.id}
        name={name}
        type="file"
        aria-invalid={field.errors.length > 0 || undefined}
        aria-describedby={field.describedBy}
        className="control file:text-ink file:bg-sunken w-full file:mr-3 file:rounded-sm file:border-0 file:px-2 file:py-0.5"
      />
    </FieldFrame>
  );
}
