'use client';
import { ChevronDown, ChevronUp, LoaderCircle, X } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';

/**
 * A look at one row beside the list. What is open is `?peek=` in the address. The browser's own modal: focus stays in it,
 * Escape closes it and the row that was looked at has the focus. j, k and the arrows go on to the next row.
 */
export function PeekDrawer({
  name,
  names,
  children,
}: {
  name: string;
  /** the rows of the list in their order */
  names: readonly string[];
  children: ReactNode;
}) {
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams();
  const [pending, start] = useTransition();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.matches(':modal')) return;
    // It came open with the page; only a script can make it modal.
    element.removeAttribute('open');
    element.showModal();
  }, []);

  const show = (other: string | null) => {
    const next = new URLSearchParams(query);
    if (other === null) next.delete('peek');
    else next.set('peek', other);
    start(() => router.replace(next.size === 0 ? path : `${path}?${next}`, { scroll: false }));
  };
  const at = names.indexOf(name);
  const before = at > 0 ? names[at - 1] : undefined;
  const after = at >= 0 ? names[at + 1] : undefined;
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target =
      event.key === 'j' || event.key === 'ArrowDown'
        ? after
        : event.key === 'k' || event.key === 'ArrowUp'
          ? before
          : undefined;
    if (target === undefined) return;
    event.preventDefault();
    show(target);
  };
  const onClose = () => {
    document.querySelector<HTMLElement>(`[data-peek="${CSS.escape(name)}"]`)?.focus();
    show(null);
  };
  return (
    <dialog
      ref={dialog}
      open
      aria-label={`Peek at ${name}`}
      aria-busy={pending}
      onClose={onClose}
      onKeyDown={onKey}
      className="bg-raised text-ink border-line fixed inset-y-0 right-0 left-auto z-30 m-0 h-dvh max-h-dvh w-[min(30rem,100vw)] max-w-none overflow-y-auto border-l p-4 text-base shadow-xl backdrop:bg-[#00000060]"
    >
      <div className="mb-3 flex items-center gap-1">
        {/* Not `disabled`: a button that is switched off under the focus would let the keyboard fall out of the dialog. */}
        <Button small variant="quiet" aria-disabled={before === undefined} onClick={() => before && show(before)}>
          <ChevronUp aria-hidden className="size-4" />
          Previous
        </Button>
        <Button small variant="quiet" aria-disabled={after === undefined} onClick={() => after && show(after)}>
          <ChevronDown aria-hidden className="size-4" />
          Next
        </Button>
        <span role="status" className="min-h-4">
          {pending ? <LoaderCircle aria-label="Loading" className="text-ink-muted size-4 animate-spin" /> : null}
        </span>
        <button
          type="button"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
          className="text-ink-muted hover:text-ink ml-auto inline-flex size-7 shrink-0 cursor-pointer items-center justify-center"
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
