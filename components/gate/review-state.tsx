import { Archive, CircleCheck, CircleX, Clock, MessageSquareWarning, TimerOff } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { Outcome } from '#domain/gate/decide.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';

const LOOKS = {
  open: { tone: 'warn', icon: Clock, word: 'open' },
  'changes-requested': { tone: 'bad', icon: MessageSquareWarning, word: 'changes requested' },
  approved: { tone: 'ok', icon: CircleCheck, word: 'approved' },
  rejected: { tone: 'bad', icon: CircleX, word: 'rejected' },
  closed: { tone: 'neutral', icon: Archive, word: 'closed' },
} as const satisfies Record<ReviewState, object>;

/** The state in a word, beside the gate's present answer: what was approved and is not allowed now does not hold any more. */
export const reviewWord = (state: ReviewState, outcome: Outcome): string =>
  state === 'approved' && outcome !== 'allow' ? 'approval lapsed' : LOOKS[state].word;

/** `lapsed`: it was approved, and that does not hold any more. */
export function ReviewStateMark({ state, lapsed = false }: { state: ReviewState; lapsed?: boolean }) {
  if (lapsed) {
    return (
      <Badge tone="warn" icon={TimerOff}>
        approval lapsed
      </Badge>
    );
  }
  const { word, ...look } = LOOKS[state];
  return <Badge {...look}>{word}</Badge>;
}
