'use client';
import { Ban, CircleCheck, Clock } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { useNow } from './clock.ts';
import { Countdown } from './countdown.tsx';

/** Live with what is left, expired, or revoked. Becomes expired while one looks. */
export function TokenState({ expiresAt, revoked }: { expiresAt: string; revoked: boolean }) {
  const now = useNow('second');
  if (revoked) {
    return (
      <Badge tone="bad" icon={Ban}>
        revoked
      </Badge>
    );
  }
  if (now !== null && now >= Date.parse(expiresAt)) {
    return (
      <Badge tone="neutral" icon={Clock}>
        expired
      </Badge>
    );
  }
  return (
    <Badge tone="ok" icon={CircleCheck}>
      live, <Countdown until={expiresAt} />
    </Badge>
  );
}
