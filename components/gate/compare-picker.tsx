'use client';
import Link from 'next/link';
import { type ChangeEvent, type ReactNode, useState } from 'react';
import { buttonClass } from '#components/ui/button.tsx';

/** Ticks beside versions: with two of them a link compares the older with the newer. A third takes the place of the first. */
export function ComparePicker({ children }: { children: ReactNode }) {
  const [picked, setPicked] = useState<readonly HTMLInputElement[]>([]);
  const onChange = (event: ChangeEvent<HTMLDivElement>) => {
    const box: EventTarget = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== 'compare') return;
    const rest = picked.filter((other) => other !== box && other.isConnected);
    const next = box.checked ? [...rest, box].slice(-2) : rest;
    for (const other of rest) if (!next.includes(other)) other.checked = false;
    setPicked(next);
  };
  const [newer, older] = picked.toSorted((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  );
  const query = new URLSearchParams({ a: older?.value ?? '', b: newer?.value ?? '' });
  return (
    <div onChange={onChange}>
      <div className="border-line bg-raised sticky top-12 z-10 flex min-h-10 flex-wrap items-center gap-3 border-b px-4 py-1 text-sm">
        {newer && older ? (
          <Link className={buttonClass('primary', true)} href={`/compare?${query}`}>
            Compare the two
          </Link>
        ) : (
          <span className="text-ink-muted" role="status">
            {picked.length === 0 ? 'Tick two versions to compare them.' : 'Tick one more to compare.'}
          </span>
        )}
      </div>
      {children}
    </div>
  );
}
