import { ChevronRight, ChevronsLeft } from 'lucide-react';
import { LinkButton } from './button.tsx';

/** Keyset pages: forward by cursor, and back to the start; the browser's Back leads to the page before. */
export function Pager({ firstHref, nextHref }: { firstHref: string | null; nextHref: string | null }) {
  if (!firstHref && !nextHref) return null;
  return (
    <nav aria-label="Pages" className="border-line flex justify-end gap-2 border-t px-3 py-2">
      {firstHref ? (
        <LinkButton small variant="quiet" href={firstHref}>
          <ChevronsLeft aria-hidden className="size-4" />
          First page
        </LinkButton>
      ) : null}
      {nextHref ? (
        <LinkButton small href={nextHref} rel="next">
          Next page
          <ChevronRight aria-hidden className="size-4" />
        </LinkButton>
      ) : null}
    </nav>
  );
}
