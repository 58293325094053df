import { CircleCheck, CircleHelp, CircleSlash, CircleX, Clock, type LucideIcon } from 'lucide-react';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { Outcome } from '#domain/gate/decide.ts';
import type { Status } from '#domain/gate/requirements.ts';

interface Mark {
  readonly tone: Tone;
  readonly icon: LucideIcon;
}

/** `waived` is shown as what it is, and `unknown` is never green. */
const STATUS: Readonly<Record<Status, Mark>> = {
  met: { tone: 'ok', icon: CircleCheck },
  unmet: { tone: 'bad', icon: CircleX },
  waived: { tone: 'warn', icon: CircleSlash },
  unknown: { tone: 'unknown', icon: CircleHelp },
};

const OUTCOME: Readonly<Record<Outcome, Mark>> = {
  allow: { tone: 'ok', icon: CircleCheck },
  pending: { tone: 'warn', icon: Clock },
  deny: { tone: 'bad', icon: CircleX },
};

export function StatusMark({ status }: { status: Status }) {
  return <Badge {...STATUS[status]}>{status}</Badge>;
}

export function OutcomeMark({ outcome }: { outcome: Outcome }) {
  return <Badge {...OUTCOME[outcome]}>{outcome}</Badge>;
}
