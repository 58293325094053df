import type { Requirement } from '#domain/gate/requirements.ts';
import { requirementLabel } from './requirement-labels.ts';
import { SafeText } from './safe-text.tsx';
import { StatusMark } from './status-mark.tsx';

/** Requirements in a narrow column: what is met says only so, what is not says why. */
export function RequirementList({ requirements }: { requirements: readonly Requirement[] }) {
  return (
    <ul className="divide-line divide-y text-sm">
      {requirements.map(({ id, status, reason }) => (
        <li key={id} className="py-1.5">
          <span className="flex items-start justify-between gap-2">
            <span>{requirementLabel(id)}</span>
            <StatusMark status={status} />
          </span>
          <span className="text-ink-muted block text-xs">
            <SafeText text={reason} />
          </span>
        </li>
      ))}
    </ul>
  );
}
