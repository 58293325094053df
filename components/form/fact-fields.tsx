import { FACT_NAMES, FACT_RULES, type FactName, UNKNOWN_FLOOR, type UseCaseFacts } from '#domain/risk/facts.ts';
import { RadioGroupField } from './choice-fields.tsx';

const ANSWERS = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'unknown', label: 'Unknown' },
] as const;

/** An example of each answer, and what it costs not to know. */
function FactExamples({ name }: { name: FactName }) {
  const { examples, floor } = FACT_RULES[name];
  return (
    <details className="text-ink-muted mt-1 text-sm">
      <summary className="link w-fit cursor-pointer">Examples, and what unknown costs</summary>
      <ul className="mt-1 list-disc space-y-1 pl-4">
        <li>Yes: {examples.yes}</li>
        <li>No: {examples.no}</li>
        <li>
          Yes asks for tier {floor} at least. Unknown counts as {UNKNOWN_FLOOR}, and until it is answered no gated
          environment takes a model for this use case.
        </li>
      </ul>
    </details>
  );
}

/** One question a fact. Nothing is answered beforehand but `unknown`: a default of `no` would lower tiers by itself. */
export function FactFields({ facts }: { facts: UseCaseFacts | null }) {
  return (
    <div className="space-y-4">
      {FACT_NAMES.map((name) => (
        <div key={name}>
          <RadioGroupField
            name={`facts.${name}`}
            label={FACT_RULES[name].question}
            hint={FACT_RULES[name].help}
            choices={ANSWERS}
            initial={facts?.[name] ?? 'unknown'}
            row
          />
          <FactExamples name={name} />
        </div>
      ))}
    </div>
  );
}
