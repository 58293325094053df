import { Badge, type Tone } from '#components/ui/badge.tsx';
import { rankOf, TIERS, type Tier } from '#domain/risk/tier.ts';

const TONES: Readonly<Record<Tier, Tone>> = { low: 'neutral', medium: 'accent', high: 'warn', critical: 'bad' };

/** The tier as a word, a colour and one to four bars, so that it reads without colour and at a glance. */
export function TierBadge({ tier }: { tier: Tier }) {
  return (
    <Badge tone={TONES[tier]}>
      <svg aria-hidden viewBox="0 0 14 12" className="h-3 w-3.5 shrink-0">
        {TIERS.map((name, bar) => (
          <rect
            key={name}
            x={bar * 3.5}
            y={9 - bar * 3}
            width="2.5"
            height={3 + bar * 3}
            fill="currentColor"
            opacity={bar <= rankOf(tier) ? 1 : 0.25}
          />
        ))}
      </svg>
      <span className="sr-only">Tier: </span>
      {tier}
    </Badge>
  );
}
