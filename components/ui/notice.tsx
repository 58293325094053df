import { CircleCheck, CircleHelp, Info, OctagonX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { classNames } from './class-names.ts';

const LOOKS = {
  neutral: { icon: Info, className: 'bg-sunken text-ink' },
  accent: { icon: Info, className: 'bg-accent-soft text-ink' },
  ok: { icon: CircleCheck, className: 'bg-ok-soft text-ok' },
  warn: { icon: TriangleAlert, className: 'bg-warn-soft text-warn' },
  bad: { icon: OctagonX, className: 'bg-bad-soft text-bad' },
  unknown: { icon: CircleHelp, className: 'bg-unknown-soft text-unknown' },
} as const satisfies Record<Tone, { icon: typeof Info; className: string }>;

/** A sentence that has to be seen before what follows it. */
export function Notice({
  tone = 'neutral',
  children,
  live = false,
}: {
  tone?: Tone;
  children: ReactNode;
  live?: boolean;
}) {
  const { icon: Icon, className } = LOOKS[tone];
  return (
    <div
      role={live ? 'status' : undefined}
      className={classNames('flex gap-2 rounded-md px-3 py-2 text-sm', className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
