'use client';
import { Tooltip } from '#components/ui/tooltip.tsx';

export function DigestTip({ short, digest }: { short: string; digest: string }) {
  return (
    <Tooltip
      trigger={
        <button type="button" className="cursor-help whitespace-nowrap" aria-label={digest}>
          {short}
        </button>
      }
    >
      <span className="font-mono">{digest}</span>
    </Tooltip>
  );
}
