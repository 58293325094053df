import { Badge, type Tone } from '#components/ui/badge.tsx';
import { type Answer, FACT_NAMES, FACT_RULES, type UseCaseFacts } from '#domain/risk/facts.ts';
import { TierBadge } from './tier-badge.tsx';

const TONES: Readonly<Record<Answer, Tone>> = { yes: 'warn', no: 'neutral', unknown: 'unknown' };

/** The facts of a use case as questions with their answers, and what each yes weighs. */
export function FactList({ facts }: { facts: UseCaseFacts }) {
  return (
    <ul className="divide-line divide-y text-sm">
      {FACT_NAMES.map((name) => (
        <li key={name} className="flex flex-wrap items-center gap-x-3 py-1.5">
          <span className="min-w-56 flex-1">{FACT_RULES[name].question}</span>
          <Badge tone={TONES[facts[name]]}>{facts[name]}</Badge>
          <span className="w-18">
            {facts[name] === 'no' ? null : (
              <TierBadge
                tier={
                  facts[name] === 'unknown' && FACT_RULES[name].floor !== 'critical' ? 'high' : FACT_RULES[name].floor
                }
              />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
