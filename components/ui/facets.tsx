import { Check, X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface FacetLine {
  readonly value: string;
  readonly label: ReactNode;
  readonly count: number;
  readonly chosen: boolean;
  /** the address with this value chosen, or no longer chosen */
  readonly href: string;
}

/** Values shown before one asks for more. */
const SHOWN = 6;

/** What a list can be narrowed down by: links, so that a choice is an address; each says how many it would leave. */
export function FacetGroup({ title, lines }: { title: string; lines: readonly FacetLine[] }) {
  if (lines.length === 0) return null;
  const first = lines.filter((line, index) => index < SHOWN || line.chosen);
  const rest = lines.filter((line) => !first.includes(line));
  return (
    <section aria-label={title} className="min-w-0">
      <h2 className="text-ink-muted px-2 text-xs font-medium">{title}</h2>
      <ul>
        {first.map((line) => (
          <FacetItem key={line.value} line={line} />
        ))}
      </ul>
      {rest.length > 0 ? (
        <details>
          <summary className="text-accent cursor-pointer px-2 py-0.5 text-sm">{rest.length} more</summary>
          <ul>
            {rest.map((line) => (
              <FacetItem key={line.value} line={line} />
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function FacetItem({ line: { label, count, chosen, href } }: { line: FacetLine }) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        scroll={false}
        aria-current={chosen ? 'true' : undefined}
        className={classNames(
          'hover:bg-sunken flex min-h-7 items-center gap-1.5 rounded-md px-2 text-sm',
          chosen && 'bg-accent-soft text-accent font-medium',
        )}
      >
        <Check aria-hidden className={classNames('size-3.5 shrink-0', !chosen && 'invisible')} />
        <span className="min-w-0 truncate">{label}</span>
        <span className={classNames('ml-auto shrink-0 text-xs tabular-nums', !chosen && 'text-ink-muted')}>
          {count.toLocaleString('en')}
          <span className="sr-only">
            {count === 1 ? ' model' : ' models'}
            {chosen ? '; chosen, take it away' : ''}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** What is chosen, each with a way to take it back, and one to take back all. */
export function ChosenFacets({
  chosen,
  clearHref,
}: {
  chosen: readonly { readonly label: string; readonly href: string }[];
  clearHref: string;
}) {
  if (chosen.length === 0) return null;
  return (
    <ul aria-label="Chosen filters" className="mb-3 flex flex-wrap items-center gap-1.5 text-sm">
      {chosen.map(({ label, href }) => (
        <li key={label} className="max-w-full">
          <Link
            href={href}
            prefetch={false}
            scroll={false}
            title={label}
            className="bg-accent-soft text-accent hover:bg-sunken inline-flex min-h-6 max-w-full items-center gap-1 rounded-md px-2"
          >
            <span className="sr-only">Take away: </span>
            <bdi className="truncate">{label}</bdi>
            <X aria-hidden className="size-3.5 shrink-0" />
          </Link>
        </li>
      ))}
      <li>
        <Link href={clearHref} scroll={false} className="link inline-flex min-h-6 items-center px-1">
          Clear filters
        </Link>
      </li>
    </ul>
  );
}
