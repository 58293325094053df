import { Clock, ClockAlert, TimerOff } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { Due } from '#domain/gate/review-targets.ts';

const LOOKS = {
  'in-time': { tone: 'neutral', icon: Clock },
  soon: { tone: 'warn', icon: ClockAlert },
  over: { tone: 'bad', icon: TimerOff },
} as const;

/** How an age stands against the target of its tier, as it was when the rows were read. */
export function DueMark({ due: { standing, text } }: { due: Pick<Due, 'standing' | 'text'> }) {
  return <Badge {...LOOKS[standing]}>{text}</Badge>;
}
