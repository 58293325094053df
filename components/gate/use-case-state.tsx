import { CircleCheck, CircleX, Clock, History } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';

const LOOKS = {
  submitted: { tone: 'warn', icon: Clock },
  approved: { tone: 'ok', icon: CircleCheck },
  rejected: { tone: 'bad', icon: CircleX },
  superseded: { tone: 'neutral', icon: History },
} as const;

export type UseCaseState = keyof typeof LOOKS;

export const USE_CASE_STATES = ['submitted', 'approved', 'rejected'] as const;

export function UseCaseStateMark({ state }: { state: UseCaseState }) {
  return <Badge {...LOOKS[state]}>{state}</Badge>;
}
