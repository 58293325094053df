import type { ReactNode } from 'react';

/** The page's one `h1`, what qualifies it, and what can be done here. */
export function PageHeader({
  above,
  title,
  marks,
  lead,
  actions,
}: {
  above?: ReactNode;
  title: ReactNode;
  marks?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-4">
      {above}
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight">{title}</h1>
        {marks ? <div className="flex flex-wrap items-center gap-1.5 pt-1">{marks}</div> : null}
        {actions ? <div className="ml-auto flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {lead ? <div className="text-ink-muted mt-1 max-w-prose">{lead}</div> : null}
    </header>
  );
}
