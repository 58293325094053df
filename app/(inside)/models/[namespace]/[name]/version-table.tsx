import Link from 'next/link';
import { byteSize } from '#components/gate/byte-size.ts';
import { DigestText } from '#components/gate/digest-text.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { VersionRow } from '#services/versions/read-model.ts';

export function VersionTable({ model, rows }: { model: string; rows: readonly VersionRow[] }) {
  return (
    <Table label="Versions" sticky>
      <thead>
        <tr>
          <Th>Version</Th>
          <Th>Tier</Th>
          <Th>Promoted to</Th>
          <Th>Use case</Th>
          <Th>Digest</Th>
          <Th className="text-right">Size</Th>
          <Th>Registered</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <tr key={row.version}>
            <Td className="font-medium">
              <span className="flex flex-wrap items-center gap-1">
                <Link prefetch={false} className="link" href={versionHref({ model, version: row.version })}>
                  <SafeText text={row.version} />
                </Link>
                <VersionStateMark state={row.state} retrain={row.retrain} />
              </span>
            </Td>
            <Td>
              <TierBadge tier={row.tier} />
            </Td>
            <Td>
              <span className="flex flex-wrap gap-1">
                {row.environments.map((name) => (
                  <Badge key={name}>{name}</Badge>
                ))}
              </span>
            </Td>
            <Td>{row.useCase}</Td>
            <Td>
              <DigestText digest={row.digest} />
            </Td>
            <Td className="text-right whitespace-nowrap tabular-nums">{byteSize(row.byteCount)}</Td>
            <Td>
              <TimeText at={row.registeredAt} />
            </Td>
          </tr>
        ))}
      </TBody>
    </Table>
  );
}
