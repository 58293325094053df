'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { useController, useFormContext } from 'react-hook-form';
import { classNames } from '#components/ui/class-names.ts';
import type { WizardContent } from './content.ts';
import { FieldErrors, QuestionNotes } from './field-notes.tsx';
import { fieldIdOf } from './steps.ts';
import { useWizard } from './wizard-context.ts';

interface FieldProps {
  /** JSON pointer into the manifest: names the field, its questions and its problems */
  readonly at: string;
  readonly label: string;
  readonly hint?: ReactNode;
}

/** Where the form keeps the value at a pointer. */
const PATHS: Readonly<Record<string, string>> = { '/data/none': 'dataNone' };
export const pathOf = (at: string): never => (PATHS[at] ?? at.slice(1).replaceAll('/', '.')) as never;

function useText(at: string) {
  const { field } = useController<WizardContent>({ name: pathOf(at) });
  const { problems, strict } = useWizard();
  const value = typeof field.value === 'string' ? field.value : '';
  // An empty field says nothing wrong; that it is needed is its question's business until the whole is asked for.
  const wrong = problems.filter((problem) => problem.pointer === at && (strict || value !== ''));
  const id = fieldIdOf(at);
  const describedBy = `${id}-hint ${id}-questions ${id}-errors`;
  return { ...field, value, id, wrong, describedBy };
}

function Frame({
  id,
  at,
  label,
  hint,
  wrong,
  children,
}: FieldProps & { id: string; wrong: readonly { message: string }[]; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children}
      <p id={`${id}-hint`} className="text-ink-muted mt-1 text-sm empty:hidden">
        {hint}
      </p>
      <QuestionNotes at={at} />
      <FieldErrors id={id} wrong={wrong} />
    </div>
  );
}

/** One line of text. Spaces around it are taken off when it is left. */
export function Text({
  at,
  label,
  hint,
  suggestions,
  className,
  ...rest
}: FieldProps & { suggestions?: readonly string[] } & Omit<ComponentProps<'input'>, 'name' | 'value' | 'onChange'>) {
  const { id, wrong, describedBy, ref, name, value, onChange, onBlur } = useText(at);
  const list = useId();
  return (
    <Frame id={id} at={at} label={label} hint={hint} wrong={wrong}>
      <input
        id={id}
        ref={ref}
        name={name}
        value={value}
        autoComplete="off"
        spellCheck={false}
        list={suggestions ? list : undefined}
        aria-invalid={wrong.length > 0 || undefined}
        aria-describedby={describedBy}
        className={classNames('control w-full', className)}
        onChange={onChange}
        onBlur={() => {
          if (value !== value.trim()) onChange(value.trim());
          onBlur();
        }}
        {...rest}
      />
      {suggestions ? (
        <datalist id={list}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion}>
              {suggestion}
            </option>
          ))}
        </datalist>
      ) : null}
    </Frame>
  );
}

export function TextArea({ at, label, hint, rows = 3 }: FieldProps & { rows?: number }) {
  const { id, wrong, describedBy, ...field } = useText(at);
  return (
    <Frame id={id} at={at} label={label} hint={hint} wrong={wrong}>
      <textarea
        id={id}
        rows={rows}
        aria-invalid={wrong.length > 0 || undefined}
        aria-describedby={describedBy}
        className="control w-full"
        {...field}
      />
    </Frame>
  );
}

export function Select({
  at,
  label,
  hint,
  choices,
  empty,
}: FieldProps & { choices: Readonly<Record<string, string>>; empty: string }) {
  const { id, wrong, describedBy, ...field } = useText(at);
  return (
    <Frame id={id} at={at} label={label} hint={hint} wrong={wrong}>
      <select
        id={id}
        aria-invalid={wrong.length > 0 || undefined}
        aria-describedby={describedBy}
        className="control w-full"
        {...field}
      >
        <option value="">{empty}</option>
        {field.value !== '' && !Object.hasOwn(choices, field.value) ? (
          <option value={field.value}>{field.value}</option>
        ) : null}
        {Object.entries(choices).map(([choice, text]) => (
          <option key={choice} value={choice}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A choice between two ways of answering, such as a list or a reason why there is none. */
export function Either({
  name,
  legend,
  choices,
}: {
  name: 'dataKind' | 'lineageKind';
  legend: string;
  choices: readonly (readonly [value: string, label: string])[];
}) {
  const { register } = useFormContext<WizardContent>();
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {choices.map(([value, label]) => (
          <label key={value} className="flex min-h-6 cursor-pointer items-center gap-2">
            <input type="radio" value={value} className="accent-accent-solid size-4 shrink-0" {...register(name)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
