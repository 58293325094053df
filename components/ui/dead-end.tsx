import type { ReactNode } from 'react';
import { LinkButton } from './button.tsx';

/** A page that leads nowhere: what happened, why, and a way on. */
export function DeadEnd({ title, children, retry }: { title: string; children: ReactNode; retry?: ReactNode }) {
  return (
    <div className="mx-auto max-w-prose py-12">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <div className="text-ink-muted mt-2 space-y-2">{children}</div>
      <div className="mt-5 flex gap-2">
        {retry}
        <LinkButton href="/">Home</LinkButton>
      </div>
    </div>
  );
}
