import Link from 'next/link';
import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';
import { NavLink } from './nav-link.tsx';

const SECTIONS = [
  ['/models', 'Register'],
  ['/reviews', 'Reviews'],
  ['/exemptions', 'Exemptions'],
  ['/use-cases', 'Use cases'],
  ['/ledger', 'Ledger'],
  ['/settings', 'Settings'],
] as const;

/** Product, sections, account. On a narrow screen the sections take a row of their own that scrolls. */
export function TopBar({ notices, account }: { notices: ReactNode; account: ReactNode }) {
  return (
    <header className="bg-raised border-line sticky top-0 z-20 border-b">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-4 px-4 md:flex-nowrap">
        <Link href="/" className="flex min-h-12 items-center gap-2 font-semibold tracking-tight">
          <Mark className="text-accent size-5" />
          Countersign
        </Link>
        <nav
          aria-label="Main"
          className="order-last -mx-4 w-[calc(100%+2rem)] overflow-x-auto px-2 pb-1 md:order-none md:mx-0 md:w-auto md:p-0"
        >
          <ul className="flex gap-0.5">
            {SECTIONS.map(([href, label]) => (
              <li key={href}>
                <NavLink href={href}>{label}</NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="ml-auto flex items-center">
          {notices}
          {account}
        </div>
      </div>
    </header>
  );
}

export function SkipLink() {
  return (
    <a
      href="#main"
      className="bg-raised sr-only z-50 rounded-md px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
    >
      Skip to content
    </a>
  );
}

/** What is different about this deployment; stays on every page. */
export function DeploymentBanner({ children }: { children: ReactNode }) {
  return (
    <aside aria-label="This deployment" className="bg-warn-soft text-warn px-4 py-1 text-center text-xs">
      {children}
    </aside>
  );
}
