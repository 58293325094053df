'use client';
import { LoaderCircle } from 'lucide-react';
import { useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useTransition } from 'react';

const TYPING_MS = 300;

/**
 * Filters whose values are the page's address: they apply as one chooses or stops typing, follow Back and Forward, and
 * are a plain GET form before the page is alive. A change starts again at the first page.
 */
export function FilterBar({
  path,
  label,
  keep = [],
  children,
}: {
  path: string;
  label: string;
  /** parts of the address that other controls of the page chose, and that stay as they are */
  keep?: readonly (readonly [name: string, value: string])[];
  children: ReactNode;
}) {
  const router = useRouter();
  const query = useSearchParams().toString();
  const [pending, start] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const values = new URLSearchParams(query);
    for (const control of form.current?.elements ?? []) {
      const known = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
      if (known && control.name !== '' && !('keep' in control.dataset) && control !== document.activeElement)
        control.value = values.get(control.name) ?? '';
    }
  }, [query]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const apply = () => {
    clearTimeout(timer.current);
    if (!form.current) return;
    const next = new URLSearchParams();
    for (const [name, value] of new FormData(form.current))
      if (typeof value === 'string' && value !== '') next.append(name, value);
    start(() => router.replace(next.size === 0 ? path : `${path}?${next}`, { scroll: false }));
  };
  return (
    <search>
      <form
        ref={form}
        action={path}
        aria-label={label}
        className="mb-3 flex flex-wrap items-end gap-2"
        onChange={(event) => {
          clearTimeout(timer.current);
          const typed = event.target instanceof HTMLInputElement;
          timer.current = setTimeout(apply, typed ? TYPING_MS : 0);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        {keep.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} data-keep="" readOnly />
        ))}
        {children}
        <span role="status" className="min-h-8 content-center">
          {pending ? <LoaderCircle aria-label="Loading" className="text-ink-muted size-4 animate-spin" /> : null}
        </span>
      </form>
    </search>
  );
}
