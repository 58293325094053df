'use client';
import { useContext } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { FormContext } from './form-context.ts';

const focus = (element: HTMLElement | null) => element?.focus();

/** A secret in the answer of the form around it, shown this once: it is kept nowhere in readable form. */
export function SecretOnce({ label, children }: { label: string; children: React.ReactNode }) {
  const { state } = useContext(FormContext);
  if (state.status !== 'done') return null;
  const { secret } = state.value as { secret: string | null };
  if (secret === null) return null;
  // The button that was pressed may be gone; whoever cannot see the page is led to what came of it.
  return (
    <div ref={focus} tabIndex={-1} className="bg-ok-soft mt-3 rounded-md p-3">
      <Notice tone="ok" live>
        {children}
      </Notice>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <output
          aria-label={label}
          className="bg-raised border-line rounded-sm border px-2 py-1 font-mono text-sm break-all select-all"
        >
          {secret}
        </output>
        <CopyButton text={secret} />
      </div>
    </div>
  );
}
