import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { UseCaseChanges } from '#components/gate/use-case-changes.tsx';
import { UseCaseStateMark } from '#components/gate/use-case-state.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { UseCaseVersionView } from '#services/use-cases/read.ts';

export function UseCaseHistory({ versions }: { versions: readonly UseCaseVersionView[] }) {
  return (
    <Section title="Versions" flush hint="Immutable; an edit makes the next one">
      <Table label="Versions of this use case">
        <thead>
          <tr>
            <Th>Version</Th>
            <Th>State</Th>
            <Th className="w-full">Changed</Th>
            <Th>Submitted</Th>
            <Th>Decided</Th>
            <Th>Comment</Th>
          </tr>
        </thead>
        <TBody>
          {versions.map((version) => (
            <tr key={version.number}>
              <Td>v{version.number}</Td>
              <Td>
                <UseCaseStateMark state={version.state} />
              </Td>
              <Td className="min-w-48">
                <Changed version={version} />
              </Td>
              <Td className="min-w-36">
                <SafeText text={version.submittedBy} />, <TimeText at={version.submittedAt} />
              </Td>
              <Td className="min-w-36">
                {version.decidedAt ? (
                  <>
                    <SafeText text={version.decidedBy ?? 'Erased person'} />, <TimeText at={version.decidedAt} />
                  </>
                ) : null}
              </Td>
              <Td className="min-w-40">{version.comment ? <SafeText text={version.comment} kind="block" /> : null}</Td>
            </tr>
          ))}
        </TBody>
      </Table>
    </Section>
  );
}

/** From the version before it. The oldest of a long history has none to be compared with. */
function Changed({ version: { changes, number } }: { version: UseCaseVersionView }) {
  if (changes) return <UseCaseChanges changes={changes} />;
  return <span className="text-ink-muted">{number === 1 ? 'The first version' : 'Not shown'}</span>;
}
