import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { InSight } from './in-sight.tsx';

export interface TabLink {
  readonly href: string;
  readonly label: ReactNode;
  readonly current: boolean;
  readonly count?: number | undefined;
}

/** Tabs as links: which one is open lives in the URL, so reload, back and a shared link show the same. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="border-line overflow-x-auto border-b">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              scroll={false}
              aria-current={tab.current ? 'page' : undefined}
              className={classNames(
                'flex min-h-9 items-center gap-1.5 border-b-2 px-3 whitespace-nowrap',
                tab.current ? 'border-accent font-medium' : 'text-ink-muted hover:text-ink border-transparent',
              )}
            >
              {tab.label}
              {tab.current ? <InSight /> : null}
              {tab.count === undefined ? null : (
                <span className="bg-sunken text-ink-muted rounded-sm px-1 text-xs">
                  {tab.count.toLocaleString('en')}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
