import Link from 'next/link';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { ModelRow } from '#services/versions/list-models.ts';

/** Newest versions of one's teams' models, those that are nowhere yet first: they are the ones to do something about. */
export function MyModels({ rows }: { rows: readonly ModelRow[] }) {
  if (rows.length === 0) return null;
  const sorted = rows.toSorted((a, b) => a.environments.length - b.environments.length);
  return (
    <Section title="Your teams’ models" hint="Newest versions, those promoted nowhere first" flush>
      <Table label="Your teams’ models" sticky>
        <thead>
          <tr>
            <Th className="w-full">Version</Th>
            <Th>Tier</Th>
            <Th>Model promoted to</Th>
            <Th>Registered</Th>
          </tr>
        </thead>
        <TBody>
          {sorted.map(({ model, newest, environments }) => (
            <tr key={model}>
              <Td className="min-w-44 font-medium">
                <span className="flex flex-wrap items-center gap-1">
                  <Link prefetch={false} className="link" href={versionHref({ model, version: newest.version })}>
                    <SafeText text={`${model}@${newest.version}`} />
                  </Link>
                  <VersionStateMark state={newest.state} retrain={newest.retrain} />
                </span>
              </Td>
              <Td>
                <TierBadge tier={newest.tier} />
              </Td>
              <Td>
                <span className="flex flex-wrap gap-1">
                  {environments.length === 0 ? (
                    <span className="text-ink-muted">nowhere</span>
                  ) : (
                    environments.map((name) => <Badge key={name}>{name}</Badge>)
                  )}
                </span>
              </Td>
              <Td>
                <TimeText at={newest.registeredAt} />
              </Td>
            </tr>
          ))}
        </TBody>
      </Table>
    </Section>
  );
}
