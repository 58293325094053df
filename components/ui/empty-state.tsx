import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What a place says while nothing is in it: why, and what to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      {Icon ? <Icon aria-hidden className="text-ink-muted mb-1 size-6" /> : null}
      <p className="font-medium">{title}</p>
      {children ? <div className="text-ink-muted max-w-prose text-sm">{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
