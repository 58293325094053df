import { FACT_NAMES, FACT_RULES, type UseCaseFacts } from '#domain/risk/facts.ts';
import { RadioGroupField } from './choice-fields.tsx';

const ANSWERS = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'unknown', label: 'Unknown' },
] as const;

/** One question a fact. Nothing is answered beforehand but `unknown`: a default of `no` would lower tiers by itself. */
export function FactFields({ facts }: { facts: UseCaseFacts | null }) {
  return (
    <div className="space-y-4">
      {FACT_NAMES.map((name) => (
        <RadioGroupField
          key={name}
          name={`facts.${name}`}
          label={FACT_RULES[name].question}
          hint={FACT_RULES[name].help}
          choices={ANSWERS}
          initial={facts?.[name] ?? 'unknown'}
          row
        />
      ))}
    </div>
  );
}
