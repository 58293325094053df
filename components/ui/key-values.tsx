import { Fragment, type ReactNode } from 'react';

/** Terms and their values, aligned; rows whose value is null are left out. */
export function KeyValues({ rows }: { rows: readonly (readonly [term: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[7.5rem_1fr]">
      {rows
        .filter(([, value]) => value !== null)
        .map(([term, value]) => (
          <Fragment key={term}>
            <dt className="text-ink-muted">{term}</dt>
            <dd className="mb-1 min-w-0 sm:mb-0">{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
