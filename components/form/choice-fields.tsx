'use client';
import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { FieldFrame, GroupFrame } from './field-frame.tsx';
import { useField } from './form-context.ts';

export interface Choice {
  readonly value: string;
  readonly label: ReactNode;
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly choices: readonly Choice[];
}

export function SelectField({
  name,
  label,
  hint,
  choices,
  initial = '',
  empty,
}: ChoiceProps & { initial?: string /** shown while nothing is chosen */; empty?: string }) {
  const field = useField(name, [initial], hint !== undefined);
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <select
        // React resets a select to its first option after an action; a new one starts where it was.
        key={field.turn}
        id={field.id}
        name={name}
        defaultValue={field.initial[0]}
        aria-invalid={field.errors.length > 0 || undefined}
        aria-describedby={field.describedBy}
        className="control w-full"
      >
        {empty === undefined ? null : <option value="">{empty}</option>}
        {choices.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export function RadioGroupField({
  name,
  label,
  hint,
  choices,
  initial,
  row = false,
}: ChoiceProps & { initial?: string; row?: boolean }) {
  const field = useField(name, initial === undefined ? [] : [initial], hint !== undefined);
  return (
    <GroupFrame field={field} label={label} hint={hint}>
      <Radios name={name} choices={choices} chosen={field.initial} turn={field.turn} row={row} />
    </GroupFrame>
  );
}

function Radios({
  name,
  choices,
  chosen,
  turn,
  row,
}: {
  name: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  turn: number;
  row: boolean;
}) {
  return (
    <div key={turn} className={classNames('flex gap-x-4 gap-y-1', row ? 'flex-wrap' : 'flex-col')}>
      {choices.map(({ value, label }) => (
        <label key={value} className="flex min-h-6 cursor-pointer items-center gap-2">
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={chosen.includes(value)}
            className="accent-accent-solid size-4 shrink-0"
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}
