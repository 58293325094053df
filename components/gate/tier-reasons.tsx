import type { TierReason } from '#domain/risk/compute-tier.ts';
import { SafeText } from './safe-text.tsx';
import { TierBadge } from './tier-badge.tsx';

/** Why the tier is what it is: every reason that reaches for one, highest first. */
export function TierReasons({ reasons }: { reasons: readonly TierReason[] }) {
  return (
    <ul className="space-y-1 text-sm">
      {reasons.map(({ tier, source, because }) => (
        <li key={`${source} ${because}`} className="flex gap-2">
          <span className="w-18 shrink-0">
            <TierBadge tier={tier} />
          </span>
          <SafeText text={because} />
        </li>
      ))}
    </ul>
  );
}
