import { ArrowRightLeft, CircleMinus, CirclePlus, Equal, PencilLine } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { Change } from '#domain/compare/entry.ts';

const LOOKS = {
  added: { tone: 'ok', icon: CirclePlus },
  removed: { tone: 'bad', icon: CircleMinus },
  changed: { tone: 'warn', icon: PencilLine },
  renamed: { tone: 'accent', icon: ArrowRightLeft },
  same: { tone: 'neutral', icon: Equal },
} as const;

export function ChangeMark({ change }: { change: Change }) {
  return <Badge {...LOOKS[change]}>{change}</Badge>;
}
