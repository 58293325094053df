'use client';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { InSight } from '#components/ui/in-sight.tsx';

/** A link of the main navigation: marks where one is, and shows that a page is on its way. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname();
  const current = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={classNames(
        'relative flex min-h-9 items-center rounded-md px-2.5 whitespace-nowrap',
        current ? 'bg-sunken font-medium' : 'text-ink-muted hover:text-ink',
      )}
    >
      {children}
      {current ? <InSight /> : null}
      <Waiting />
    </Link>
  );
}

function Waiting() {
  const { pending } = useLinkStatus();
  return pending ? (
    <span aria-hidden className="bg-accent absolute inset-x-2.5 bottom-0.5 h-0.5 animate-pulse rounded-sm" />
  ) : null;
}
