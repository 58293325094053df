'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Submit } from './submit.tsx';

/** A button whose first press says what would follow, and whose second does it. For acts that take something away. */
export function ConfirmSubmit({ label, confirm, children }: { label: string; confirm: string; children: ReactNode }) {
  const [armed, setArmed] = useState(false);
  const asked = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (armed) asked.current?.querySelector('button')?.focus();
  }, [armed]);
  if (!armed) {
    return (
      <Button small onClick={() => setArmed(true)}>
        {label}
      </Button>
    );
  }
  return (
    <div ref={asked} role="group" aria-label={label} className="space-y-2 text-sm">
      <div role="status">{children}</div>
      <div className="flex flex-wrap gap-2">
        <Submit variant="danger" small>
          {confirm}
        </Submit>
        <Button small variant="quiet" onClick={() => setArmed(false)}>
          Keep it
        </Button>
      </div>
    </div>
  );
}
