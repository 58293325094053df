import { CircleCheck, CircleX, Clock, MessageSquareWarning } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

const LOOKS = {
  open: { tone: 'warn', icon: Clock, word: 'open' },
  'changes-requested': { tone: 'bad', icon: MessageSquareWarning, word: 'changes requested' },
  approved: { tone: 'ok', icon: CircleCheck, word: 'approved' },
  rejected: { tone: 'bad', icon: CircleX, word: 'rejected' },
} as const;

export type ReviewState = keyof typeof LOOKS;

export function ReviewStateMark({ state }: { state: ReviewState }) {
  const { word, ...look } = LOOKS[state];
  return <Badge {...look}>{word}</Badge>;
}
