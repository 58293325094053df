'use client';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type ButtonVariant, buttonClass } from './button.tsx';

/**
 * A button that opens its dialog. The browser's own modal: focus stays in it and comes back, Escape and the cross close
 * it. What it holds is made anew each time, so a secret that was shown in it is gone when it closes.
 */
export function Dialog({
  open: trigger,
  variant = 'plain',
  small = false,
  title,
  description,
  children,
}: {
  open: ReactNode;
  variant?: ButtonVariant;
  small?: boolean;
  title: string;
  description?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        className={buttonClass(variant, small)}
        onClick={() => setOpen(true)}
      >
        {trigger}
      </button>
      {open ? (
        <dialog
          ref={dialog}
          aria-labelledby={`${id}-title`}
          aria-describedby={description ? `${id}-description` : undefined}
          onClose={() => setOpen(false)}
          className="bg-raised text-ink border-line mx-auto mt-[8vh] max-h-[84vh] w-[min(36rem,calc(100vw-1.5rem))] overflow-y-auto rounded-lg border p-4 text-left text-base font-normal whitespace-normal shadow-xl backdrop:bg-[#00000080]"
        >
          <div className="mb-3 flex items-start gap-3">
            <div className="min-w-0">
              <h2 id={`${id}-title`} className="text-lg font-semibold">
                {title}
              </h2>
              {description ? (
                <p id={`${id}-description`} className="text-ink-muted text-sm">
                  {description}
                </p>
              ) : null}
            </div>
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
      ) : null}
    </>
  );
}
