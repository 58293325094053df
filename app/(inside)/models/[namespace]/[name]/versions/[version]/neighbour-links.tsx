import { ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { SafeText } from '#components/gate/safe-text.tsx';
import { modelHref, versionHref } from '#components/gate/version-ref.tsx';
import type { Neighbours } from '#services/versions/neighbours.ts';

/** One version back, one on, and all of them. */
export function NeighbourLinks({ model, neighbours: { previous, next } }: { model: string; neighbours: Neighbours }) {
  return (
    <nav aria-label="Versions of this model" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {previous === null ? null : (
        <Link
          prefetch={false}
          className="link inline-flex min-w-0 items-center gap-0.5"
          href={versionHref({ model, version: previous })}
        >
          <ChevronLeft aria-hidden className="size-4 shrink-0" />
          <span className="sr-only">Previous version: </span>
          <span className="max-w-48 truncate">
            <SafeText text={previous} />
          </span>
        </Link>
      )}
      {next === null ? null : (
        <Link
          prefetch={false}
          className="link inline-flex min-w-0 items-center gap-0.5"
          href={versionHref({ model, version: next })}
        >
          <span className="sr-only">Next version: </span>
          <span className="max-w-48 truncate">
            <SafeText text={next} />
          </span>
          <ChevronRight aria-hidden className="size-4 shrink-0" />
        </Link>
      )}
      <Link prefetch={false} className="link" href={`${modelHref(model)}?tab=versions`}>
        All versions
      </Link>
    </nav>
  );
}
