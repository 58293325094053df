import { classNames } from './class-names.ts';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('bg-sunken animate-pulse rounded-sm', className)} />;
}

/** A table on its way: says so to a screen reader once, and keeps the page from jumping. */
export function TableSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className="bg-raised border-line rounded-lg border p-4">
      <p className="sr-only" role="status">
        Loading
      </p>
      <div className="space-y-3">
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} className="flex gap-4">
            <Skeleton className="h-4 w-2/5" />
            <Skeleton className="h-4 w-1/5" />
            <Skeleton className="h-4 flex-1" />
          </div>
        ))}
      </div>
    </div>
  );
}
