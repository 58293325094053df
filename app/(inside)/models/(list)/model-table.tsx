import Link from 'next/link';
import { hrefWith, type PageQuery } from '#app/page-query.ts';
import { PeekLink } from '#components/gate/peek-link.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { modelHref, versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { ModelRow } from '#services/versions/list-models.ts';
import { REGISTER_PATH } from './register-query.ts';

export function ModelTable({ rows, query }: { rows: readonly ModelRow[]; query: Awaited<PageQuery> }) {
  return (
    <Table label="Models" sticky>
      <thead>
        <tr>
          <Th>Model</Th>
          <Th>Newest</Th>
          <Th>Tier</Th>
          <Th>Promoted to</Th>
          <Th>Use case</Th>
          <Th>Team</Th>
          <Th className="text-right">Versions</Th>
          <Th>Registered</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <ModelLine key={row.model} row={row} peekHref={hrefWith(REGISTER_PATH, query, { peek: row.model })} />
        ))}
      </TBody>
    </Table>
  );
}

function ModelLine({
  row: { model, newest, environments, team, versions },
  peekHref,
}: {
  row: ModelRow;
  peekHref: string;
}) {
  return (
    <tr>
      <Td className="min-w-52 font-medium [overflow-wrap:anywhere]">
        <span className="flex items-start gap-1">
          <PeekLink name={model} href={peekHref} />
          <Link prefetch={false} href={modelHref(model)} className="link min-w-0 pt-0.5">
            {model}
          </Link>
        </span>
      </Td>
      <Td className="max-w-64 min-w-28 [overflow-wrap:anywhere]">
        <Link prefetch={false} href={versionHref({ model, version: newest.version })} className="link">
          <SafeText text={newest.version} />
        </Link>{' '}
        <VersionStateMark state={newest.state} retrain={newest.retrain} />
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
      <Td className="max-w-56 min-w-32 [overflow-wrap:anywhere]">
        <Link prefetch={false} href={`/use-cases/${encodeURIComponent(newest.useCase)}`} className="link">
          {newest.useCase}
        </Link>
      </Td>
      <Td className="max-w-40 min-w-28 [overflow-wrap:anywhere]">{team}</Td>
      <Td className="text-right tabular-nums">{versions.toLocaleString('en')}</Td>
      <Td>
        <TimeText at={newest.registeredAt} />
      </Td>
    </tr>
  );
}
