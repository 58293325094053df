'use client';
import { type ReactNode, useState } from 'react';
import { useController } from 'react-hook-form';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import type { WizardContent } from './content.ts';
import { FieldErrors, QuestionNotes } from './field-notes.tsx';
import { fieldIdOf } from './steps.ts';
import { useWizard } from './wizard-context.ts';
import { pathOf } from './wizard-fields.tsx';

const split = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter((part) => part !== ''))];

function useList(at: string) {
  const { field } = useController<WizardContent>({ name: pathOf(at) });
  const value: readonly string[] = Array.isArray(field.value) ? (field.value as unknown as string[]) : [];
  const { problems, strict } = useWizard();
  const wrong = problems.filter(
    ({ pointer }) => (pointer === at && (strict || value.length > 0)) || pointer.startsWith(`${at}/`),
  );
  return { value, wrong, set: (next: readonly string[]) => field.onChange(next) };
}

/** A list of short names, typed with commas or spaces between them. */
export function Names({
  at,
  label,
  hint,
  suggestions,
}: {
  at: string;
  label: string;
  hint?: ReactNode;
  suggestions?: readonly string[];
}) {
  const { value, wrong, set } = useList(at);
  // What is being typed, until it says something else than the list: `a, ` and `a` are one list and two texts.
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && split(typed).join() === value.join() ? typed : value.join(', ');
  const id = fieldIdOf(at);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        value={shown}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong.length > 0 || undefined}
        aria-describedby={`${id}-hint ${id}-questions ${id}-errors`}
        className="control w-full"
        onChange={(event) => {
          setTyped(event.target.value);
          set(split(event.target.value));
        }}
        onBlur={() => setTyped(null)}
      />
      <p id={`${id}-hint`} className="text-ink-muted mt-1 text-sm empty:hidden">
        {hint ?? (suggestions ? `Such as ${suggestions.join(', ')}; commas between them.` : null)}
      </p>
      <QuestionNotes at={at} />
      <FieldErrors id={id} wrong={wrong} />
    </div>
  );
}

/** The tags of the version: those that the policy knows, each with what it weighs, and any other. */
export function Tags({ at, label, hint }: { at: string; label: string; hint?: ReactNode }) {
  const { choices } = useWizard();
  const { value, wrong, set } = useList(at);
  const known = choices.tags.map(({ tag }) => tag);
  const others = value.filter((tag) => !known.includes(tag));
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed !== null && split(typed).join() === others.join() ? typed : others.join(', ');
  const id = fieldIdOf(at);
  const toggle = (tag: string, on: boolean) => set(on ? [...value, tag] : value.filter((other) => other !== tag));
  return (
    <fieldset id={id} tabIndex={-1} aria-describedby={`${id}-hint ${id}-questions ${id}-errors`} className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {choices.tags.map(({ tag, floor }) => (
          <label key={tag} className="flex min-h-7 cursor-pointer items-center gap-2">
            <input
              type="checkbox"
              checked={value.includes(tag)}
              onChange={(event) => toggle(tag, event.target.checked)}
              className="accent-accent-solid size-4 shrink-0"
            />
            <span className="min-w-0">{tag}</span>
            <TierBadge tier={floor} />
          </label>
        ))}
      </div>
      <label className="mt-2 block text-sm">
        Other tags
        <input
          value={shown}
          autoComplete="off"
          spellCheck={false}
          className="control mt-1 w-full"
          onChange={(event) => {
            setTyped(event.target.value);
            set([...value.filter((tag) => known.includes(tag)), ...split(event.target.value)]);
          }}
          onBlur={() => setTyped(null)}
        />
      </label>
      <p id={`${id}-hint`} className="text-ink-muted mt-1 text-sm empty:hidden">
        {hint}
      </p>
      <QuestionNotes at={at} />
      <FieldErrors id={id} wrong={wrong} />
    </fieldset>
  );
}
