'use client';
import { useEffect, useRef, useState } from 'react';
import { SHORTCUTS_COOKIE } from '#components/shell/shortcuts.ts';
import { Button } from '#components/ui/button.tsx';

const KEYS = [
  ['j', 'the next review'],
  ['k', 'the one before'],
  ['Enter', 'opens it'],
  ['?', 'shows this'],
] as const;

/** Nothing typed into a field, and no shortcut of the browser, is one of ours. */
function isOurs(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const at = event.target;
  return !(at instanceof HTMLElement && at.closest('input, textarea, select, dialog, [contenteditable]') !== null);
}

function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-queue-link]')];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: 'nearest' });
}

/** Single keys through the queue, what they are, and the switch that turns them off. */
export function QueueKeys({ initial }: { initial: boolean }) {
  const [on, setOn] = useState(initial);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      if (!isOurs(event)) return;
      if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
      else if (event.key === '?') dialog.current?.showModal();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [on]);
  const choose = (next: boolean) => {
    // biome-ignore lint/suspicious/noDocumentCookie: a preference of this browser, as the theme is
    document.cookie = `${SHORTCUTS_COOKIE}=${next ? 'on' : 'off'}; path=/; max-age=31536000; samesite=lax`;
    setOn(next);
  };
  return (
    <span className="ml-auto max-sm:hidden">
      <Button small variant="quiet" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
        Keyboard
      </Button>
      <dialog
        ref={dialog}
        aria-label="Keyboard shortcuts"
        className="bg-raised text-ink border-line m-auto w-[min(24rem,calc(100vw-1.5rem))] rounded-lg border p-4 shadow-xl backdrop:bg-[#00000080]"
      >
        <h2 className="mb-2 text-lg font-semibold">Keyboard shortcuts</h2>
        <dl className="mb-3 grid grid-cols-[4rem_1fr] gap-y-1 text-sm">
          {KEYS.map(([key, does]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="bg-sunken rounded-sm px-1.5 font-mono">{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label className="mb-3 flex items-center gap-2 text-sm">
          <input type="checkbox" checked={on} onChange={(event) => choose(event.target.checked)} />
          Single-key shortcuts are on
        </label>
        <Button small onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </dialog>
    </span>
  );
}
