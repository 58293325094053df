'use client';
import { type ReactNode, useId } from 'react';

/** A step's heading and what it asks for; the focus comes here when one moves on. */
export function StepFrame({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby="step-title">
      <h2 id="step-title" tabIndex={-1} className="w-fit text-lg font-semibold">
        {title}
      </h2>
      <p className="text-ink-muted mb-4 max-w-prose text-sm">{lead}</p>
      <div className="grid gap-4 *:min-w-0">{children}</div>
    </section>
  );
}

/** A titled group of fields. */
export function FieldGroup({
  id,
  title,
  hint,
  actions,
  children,
}: {
  id?: string;
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <div
      id={id}
      role="group"
      tabIndex={id ? -1 : undefined}
      aria-labelledby={titleId}
      className="border-line bg-raised min-w-0 rounded-lg border p-4"
    >
      <div className="mb-3 flex flex-wrap items-start gap-x-3 gap-y-1">
        <div className="min-w-0">
          <h3 id={titleId} className="font-semibold">
            {title}
          </h3>
          {hint ? <p className="text-ink-muted text-sm">{hint}</p> : null}
        </div>
        {actions ? <div className="ml-auto">{actions}</div> : null}
      </div>
      <div className="grid gap-4 *:min-w-0">{children}</div>
    </div>
  );
}
