'use client';
import { usePathname, useSearchParams } from 'next/navigation';

/**
 * Leads to the page where somebody confirms who they are, in another tab: what stands in the forms of this one stays as it
 * is, to be sent again.
 */
export function ConfirmLink() {
  const path = usePathname();
  const query = useSearchParams().toString();
  const here = query === '' ? path : `${path}?${query}`;
  return (
    <a
      href={`/confirm?next=${encodeURIComponent(here)}`}
      target="_blank"
      rel="noopener"
      className="font-medium underline underline-offset-2"
    >
      Confirm that it is you<span className="sr-only"> (opens another tab)</span>
    </a>
  );
}
