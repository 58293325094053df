import type { ReactNode } from 'react';
import { Mark } from '#components/shell/mark.tsx';

/** In front of the door: one narrow column, nothing to wander off to. */
export default function DoorLayout({ children }: { children: ReactNode }) {
  return (
    <main id="main" className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
        <Mark className="text-accent size-6" />
        Countersign
      </p>
      {children}
    </main>
  );
}
