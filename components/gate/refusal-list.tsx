import { ConfirmLink } from '#components/form/confirm-link.tsx';
import type { Part } from '#domain/gate/my-part.ts';
import { roleLabel } from './role-labels.ts';
import { SafeText } from './safe-text.tsx';
import { separationAdvice } from './separation-advice.ts';

/** Every reason why this person may not approve, in each of their capacities, with what can be done about it. */
export function RefusalList({ parts }: { parts: readonly Part[] }) {
  return (
    <ul className="mt-1 space-y-1">
      {parts.map(({ capacity, refusals }) => (
        <li key={capacity}>
          {parts.length > 1 ? <span className="font-medium">As {roleLabel(capacity).toLowerCase()}: </span> : null}
          <ul className="list-disc space-y-1 pl-4">
            {refusals.map(({ code, reason }) => (
              <li key={code} className="[overflow-wrap:anywhere]">
                <SafeText text={reason} />. <span className="text-ink-muted">{separationAdvice(code)} </span>
                {code === 'step-up' ? <ConfirmLink /> : null}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
