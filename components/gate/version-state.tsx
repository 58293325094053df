import { Archive, Ban, Repeat } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

/** Shown only where it matters: an active version needs no mark. */
export function VersionStateMark({ state, retrain }: { state: 'active' | 'retired' | 'revoked'; retrain: boolean }) {
  return (
    <>
      {state === 'revoked' ? (
        <Badge tone="bad" icon={Ban}>
          revoked
        </Badge>
      ) : null}
      {state === 'retired' ? (
        <Badge tone="neutral" icon={Archive}>
          retired
        </Badge>
      ) : null}
      {retrain ? (
        <Badge tone="warn" icon={Repeat}>
          retrain
        </Badge>
      ) : null}
    </>
  );
}

export const VERSION_STATES = ['active', 'retired', 'revoked'] as const;
