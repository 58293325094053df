'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ButtonVariant, buttonClass } from './button.tsx';

/** A button that opens its dialog. Focus moves in and comes back; Escape and the cross close it. */
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
  return (
    <Base.Root>
      <Base.Trigger className={buttonClass(variant, small)}>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[#00000080]" />
        <Base.Popup className="bg-raised border-line fixed top-[8vh] left-1/2 z-50 max-h-[84vh] w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-y-auto rounded-lg border p-4 shadow-xl">
          <div className="mb-3 flex items-start gap-3">
            <div className="min-w-0">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description ? (
                <Base.Description className="text-ink-muted text-sm">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close
              aria-label="Close"
              className="text-ink-muted hover:text-ink ml-auto inline-flex size-7 shrink-0 cursor-pointer items-center justify-center"
            >
              <X aria-hidden className="size-4" />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
