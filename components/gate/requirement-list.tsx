import type { Requirement } from '#domain/gate/requirements.ts';
import { type AskFor, ExemptionLink } from './exemption-link.tsx';
import { GLANCE, LongText } from './long-text.tsx';
import { ReasonText } from './reason-text.tsx';
import { requirementLabel } from './requirement-labels.ts';
import { StatusMark } from './status-mark.tsx';

/** Requirements in a narrow column: what is met says only so, what is not says why. */
export function RequirementList({
  requirements,
  ask = null,
}: {
  requirements: readonly Requirement[];
  /** for somebody who may ask for exemptions */
  ask?: AskFor | null;
}) {
  return (
    <ul className="divide-line divide-y text-sm">
      {requirements.map((requirement) => (
        <li key={requirement.id} className="py-1.5">
          <span className="flex items-start justify-between gap-2">
            <span>{requirementLabel(requirement.id)}</span>
            <StatusMark status={requirement.status} />
          </span>
          <div className="text-ink-muted text-xs">
            {requirement.reason.length > GLANCE ? (
              <LongText text={requirement.reason} />
            ) : (
              <ReasonText text={requirement.reason} />
            )}
          </div>
          <ExemptionLink requirement={requirement} ask={ask} />
        </li>
      ))}
    </ul>
  );
}
