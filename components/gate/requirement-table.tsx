import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { Requirement, Status } from '#domain/gate/requirements.ts';
import { type AskFor, ExemptionLink } from './exemption-link.tsx';
import { ReasonText } from './reason-text.tsx';
import { requirementLabel } from './requirement-labels.ts';
import { StatusMark } from './status-mark.tsx';
import { TimeText } from './time-text.tsx';

const ORDER: Readonly<Record<Status, number>> = { unmet: 0, unknown: 1, waived: 2, met: 3 };

/**
 * Every requirement with its reason; what stands in the way comes first. On a narrow screen the reason, which is what
 * one came for, stands under its requirement instead of in a column out of sight.
 */
export function RequirementTable({
  requirements,
  label,
  ask = null,
}: {
  requirements: readonly Requirement[];
  label: string;
  /** for somebody who may ask for exemptions */
  ask?: AskFor | null;
}) {
  const sorted = requirements.toSorted((a, b) => ORDER[a.status] - ORDER[b.status]);
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>Requirement</Th>
          <Th>Status</Th>
          <Th className="w-full max-sm:hidden">Reason</Th>
        </tr>
      </thead>
      <TBody>
        {sorted.map((requirement) => (
          <tr key={requirement.id} id={`requirement-${requirement.id}`}>
            <Td className="max-sm:w-full max-sm:[overflow-wrap:anywhere] sm:min-w-52">
              <span className="font-medium">{requirementLabel(requirement.id)}</span>
              <span className="text-ink-muted block font-mono text-xs max-sm:hidden">{requirement.id}</span>
              <span className="block sm:hidden">
                <Why requirement={requirement} ask={ask} />
              </span>
            </Td>
            <Td>
              <StatusMark status={requirement.status} />
            </Td>
            <Td className="min-w-56 max-sm:hidden">
              <Why requirement={requirement} ask={ask} />
            </Td>
          </tr>
        ))}
      </TBody>
    </Table>
  );
}

function Why({ requirement, ask }: { requirement: Requirement; ask: AskFor | null }) {
  const { reason, exemption, until } = requirement;
  return (
    <>
      <ReasonText text={reason} />
      <span className="block">
        <ExemptionLink requirement={requirement} ask={ask} />
        {exemption && until ? (
          <span className="text-ink-muted text-xs">
            {' '}
            ends <TimeText at={until} />
          </span>
        ) : null}
      </span>
      {until && !exemption ? (
        <span className="text-ink-muted block text-xs">
          Rests on something that ends <TimeText at={until} />
        </span>
      ) : null}
    </>
  );
}

/** "2 unmet, 1 unknown": what a heading says about a table below it. */
export function requirementSummary(requirements: readonly Requirement[]): string {
  const count = (status: Status) => requirements.filter((requirement) => requirement.status === status).length;
  const open = (['unmet', 'unknown', 'waived'] as const).flatMap((status) => {
    const found = count(status);
    return found > 0 ? [`${found} ${status}`] : [];
  });
  return open.length > 0 ? `${open.join(', ')} of ${requirements.length}` : `all ${requirements.length} met`;
}
