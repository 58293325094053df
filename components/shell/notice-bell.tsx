'use client';
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';

const LOOK_MS = 60_000;

/** Beyond this the number says nothing more. */
const MANY = 100;

/**
 * The way to one's notices, with how many are unread. The page brings the number; it is asked for again on the way to
 * another page and each minute while somebody looks.
 */
export function NoticeBell({ unread: shown }: { unread: number }) {
  const path = usePathname();
  const [counted, setCounted] = useState({ shown, unread: shown });
  const unread = counted.shown === shown ? counted.unread : shown;
  useEffect(() => {
    const end = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      const response = await fetch('/notices/unread', { signal: end.signal }).catch(() => null);
      const answer: unknown = response?.ok ? await response.json().catch(() => null) : null;
      if (typeof answer === 'number' && !end.signal.aborted) setCounted({ shown, unread: answer });
    };
    const timer = setInterval(look, LOOK_MS);
    if (path) void look();
    return () => {
      end.abort();
      clearInterval(timer);
    };
  }, [path, shown]);
  return (
    <Link
      href="/notices"
      className="relative inline-flex min-h-9 min-w-9 items-center justify-center rounded-md hover:bg-sunken"
    >
      <Bell aria-hidden className="size-4" />
      <span className="sr-only">Notices{unread > 0 ? `, ${unread < MANY ? unread : 'many'} unread` : ''}</span>
      {unread > 0 ? (
        <span
          aria-hidden
          className="bg-accent-solid text-on-accent absolute top-0 right-0 min-w-4 rounded-full px-1 text-center text-[0.6875rem] leading-4 font-medium tabular-nums"
        >
          {unread < MANY ? unread : '99+'}
        </span>
      ) : null}
    </Link>
  );
}
