'use client';
import { type ReactNode, useRef } from 'react';

/**
 * Says more about what it wraps, on hover and on focus; Escape puts it away, and the pointer may move onto it
 * (WCAG 1.4.13). A popover: the top layer is clipped by no scrolling table.
 */
export function Tooltip({
  name,
  tip,
  children,
}: {
  /** what a screen reader hears */ name: string;
  tip: ReactNode;
  children: ReactNode;
}) {
  const anchor = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLSpanElement>(null);

  const show = () => {
    const [button, box] = [anchor.current, popover.current];
    if (!button || !box || box.matches(':popover-open')) return;
    box.showPopover();
    const at = button.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8);
    const below = at.bottom + box.offsetHeight < document.documentElement.clientHeight;
    box.style.left = `${Math.max(8, left)}px`;
    box.style.top = `${below ? at.bottom : at.top - box.offsetHeight}px`;
  };
  const hide = () => {
    if (popover.current?.matches(':popover-open')) popover.current.hidePopover();
  };
  return (
    <span onMouseEnter={show} onMouseLeave={hide}>
      <button
        ref={anchor}
        type="button"
        aria-label={name}
        onFocus={show}
        onBlur={hide}
        onKeyDown={(event) => event.key === 'Escape' && hide()}
        className="cursor-help whitespace-nowrap"
      >
        {children}
      </button>
      <span
        ref={popover}
        popover="manual"
        role="tooltip"
        className="bg-ink text-surface inset-auto m-0 max-w-[min(38rem,calc(100vw-1rem))] rounded-md px-2 py-1 text-xs break-all shadow-lg"
      >
        {tip}
      </span>
    </span>
  );
}
