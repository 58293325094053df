'use client';
import { Ban, CircleSlash, CircleX, Clock, Hourglass, TimerOff } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { ENDING_MS, type ExemptionState } from '#domain/gate/exemption-state.ts';
import { useNow } from './clock.ts';
import { Countdown } from './countdown.tsx';

const OVER = {
  waiting: { tone: 'accent', icon: Clock, word: 'waiting' },
  expired: { tone: 'neutral', icon: TimerOff, word: 'expired' },
  refused: { tone: 'bad', icon: CircleX, word: 'rejected' },
  withdrawn: { tone: 'neutral', icon: Ban, word: 'withdrawn' },
} as const;

/** Live with what is left, or how it ended. Becomes expired while one looks. */
export function ExemptionStateMark({ state, endsAt }: { state: ExemptionState; endsAt: string | null }) {
  const now = useNow('second');
  const left = endsAt === null ? 0 : Date.parse(endsAt) - (now ?? Date.parse(endsAt) - ENDING_MS);
  const shown = state === 'live' && left <= 0 ? 'expired' : state;
  if (shown !== 'live') {
    const { word, ...look } = OVER[shown];
    return <Badge {...look}>{word}</Badge>;
  }
  return (
    <Badge tone="warn" icon={left < ENDING_MS ? Hourglass : CircleSlash}>
      live, <Countdown until={endsAt ?? ''} ended="over" /> left
    </Badge>
  );
}
