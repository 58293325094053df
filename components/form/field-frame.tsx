import type { ReactNode } from 'react';
import type { FieldLink } from './form-context.ts';

/** Label, control, hint and errors, tied together for a screen reader. */
export function FieldFrame({
  field,
  label,
  hint,
  children,
}: {
  field: FieldLink;
  label: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <label htmlFor={field.id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children}
      <FieldNotes field={field} hint={hint} />
    </div>
  );
}

/** A group of choices under one legend. */
export function GroupFrame({
  field,
  label,
  hint,
  children,
}: {
  field: FieldLink;
  label: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset id={field.id} tabIndex={-1} aria-describedby={field.describedBy} className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {children}
      <FieldNotes field={field} hint={hint} />
    </fieldset>
  );
}

function FieldNotes({ field, hint }: { field: FieldLink; hint?: ReactNode }) {
  return (
    <>
      {hint ? (
        <p id={`${field.id}-hint`} className="text-ink-muted mt-1 text-sm">
          {hint}
        </p>
      ) : null}
      {field.errors.length > 0 ? (
        <p id={`${field.id}-error`} className="text-bad mt-1 text-sm">
          {field.errors.map((error, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- replaced as a whole
            <span key={index} className="block">
              {error}
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}
