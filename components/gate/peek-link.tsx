'use client';
import { PanelRightOpen } from 'lucide-react';
import Link from 'next/link';
import type { KeyboardEvent } from 'react';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Moves the focus to the peek button of another row; Space opens, as Enter does by itself. */
function onKey(event: KeyboardEvent<HTMLAnchorElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === ' ') {
    event.preventDefault();
    event.currentTarget.click();
    return;
  }
  const step = STEPS[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = [...(event.currentTarget.closest('table')?.querySelectorAll<HTMLElement>('[data-peek]') ?? [])];
  rows[rows.indexOf(event.currentTarget) + step]?.focus();
}

/** Opens a look at what the row stands for, without leaving the list. Arrows or j and k go from row to row. */
export function PeekLink({ name, href }: { name: string; href: string }) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      data-peek={name}
      aria-haspopup="dialog"
      aria-label={`Peek at ${name}`}
      title="Peek (j and k go from row to row)"
      onKeyDown={onKey}
      className="text-ink-muted hover:text-ink inline-flex size-6 shrink-0 items-center justify-center rounded-sm"
    >
      <PanelRightOpen aria-hidden className="size-4" />
    </Link>
  );
}
