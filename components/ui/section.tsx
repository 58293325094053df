import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

/** A titled part of a page. `flush` lets a table reach the edges. */
export function Section({
  title,
  hint,
  actions,
  flush = false,
  id,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  id?: string;
  children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section id={id} aria-labelledby={titleId} className="bg-raised border-line min-w-0 rounded-lg border">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-2">
        <h2 id={titleId} className="font-semibold">
          {title}
        </h2>
        {hint ? <p className="text-ink-muted text-sm">{hint}</p> : null}
        {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
      </header>
      <div className={classNames(flush ? 'border-line border-t' : 'px-4 pb-4')}>{children}</div>
    </section>
  );
}
