import Link from 'next/link';

export interface Crumb {
  readonly href: string;
  readonly label: string;
}

/** The way up from a page; the page itself is its heading. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1 text-sm">
      <ol className="text-ink-muted flex flex-wrap gap-x-1.5">
        {crumbs.map(({ href, label }) => (
          <li key={href} className="flex gap-x-1.5">
            <Link href={href} className="hover:text-ink underline-offset-2 hover:underline">
              <bdi>{label}</bdi>
            </Link>
            <span aria-hidden>/</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
