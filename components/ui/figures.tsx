import Link from 'next/link';

export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly href: string;
}

/** A few numbers in a row, each leading to what it counts. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <ul aria-label={label} className="grid grid-cols-2 gap-3 sm:grid-cols-[repeat(auto-fit,minmax(10rem,1fr))]">
      {figures.map(({ label: name, value, href }) => (
        <li key={name}>
          <Link
            prefetch={false}
            href={href}
            className="bg-raised border-line hover:border-control block h-full rounded-lg border px-4 py-2"
          >
            <span className="block text-xl font-semibold tabular-nums">{value}</span>
            <span className="text-ink-muted block text-sm">{name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
