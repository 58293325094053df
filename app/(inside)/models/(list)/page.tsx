import { Boxes } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, oneOf, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { RegisterFilters } from '#components/gate/register-filters.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { modelHref, versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import { listTeams } from '#services/teams/list-teams.ts';
import { listModels, type ModelRow } from '#services/versions/list-models.ts';

export const metadata: Metadata = { title: 'Register' };

const PATH = '/models';
const TIER_NAMES = ['low', 'medium', 'high', 'critical'] as const;
const STATES = ['active', 'retired', 'revoked'] as const;

export default async function RegisterPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const filter = {
    q: one(query, 'q'),
    tier: oneOf(query, 'tier', TIER_NAMES),
    owner: one(query, 'owner'),
    useCase: one(query, 'useCase'),
    environment: one(query, 'environment'),
    state: oneOf(query, 'state', STATES),
    classification: one(query, 'classification'),
  };
  const { models, owners } = await load(async (ctx) => ({
    models: await listModels(ctx, { ...filter, cursor: one(query, 'cursor') }),
    owners: (await listTeams(ctx, { limit: 200 })).rows.map(({ slug }) => slug),
  }));
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const register = (
    <LinkButton variant="primary" href="/models/register">
      Register a version
    </LinkButton>
  );
  return (
    <>
      <PageHeader title="Register" actions={register} />
      <RegisterFilters values={filter} owners={owners} />
      <Section title="Models" hint="With their newest version" flush>
        {models.rows.length === 0 ? (
          <EmptyState
            icon={Boxes}
            title={filtered ? 'Nothing matches' : 'No models yet'}
            action={filtered ? null : register}
          >
            {filtered ? (
              'Change or clear the filters above.'
            ) : (
              <>
                A pipeline registers with <code>countersign register</code>; a person can do it here.
              </>
            )}
          </EmptyState>
        ) : (
          <Table label="Models" sticky>
            <thead>
              <tr>
                <Th>Model</Th>
                <Th>Newest</Th>
                <Th>Tier</Th>
                <Th>Use case</Th>
                <Th>Promoted to</Th>
                <Th>Team</Th>
                <Th className="text-right">Versions</Th>
                <Th>Registered</Th>
              </tr>
            </thead>
            <TBody>
              {models.rows.map((row) => (
                <ModelLine key={row.model} row={row} />
              ))}
            </TBody>
          </Table>
        )}
        <Pager {...pagerLinks(PATH, query, writeCursor(models.next))} />
      </Section>
    </>
  );
}

function ModelLine({ row }: { row: ModelRow }) {
  const { newest } = row;
  return (
    <tr>
      <Td className="font-medium">
        <Link prefetch={false} href={modelHref(row.model)} className="link">
          {row.model}
        </Link>
      </Td>
      <Td>
        <span className="flex flex-wrap items-center gap-1">
          <Link prefetch={false} href={versionHref({ model: row.model, version: newest.version })} className="link">
            <SafeText text={newest.version} />
          </Link>
          <VersionStateMark state={newest.state} retrain={newest.retrain} />
        </span>
      </Td>
      <Td>
        <TierBadge tier={newest.tier} />
      </Td>
      <Td>
        <Link prefetch={false} href={`/use-cases/${encodeURIComponent(newest.useCase)}`} className="link">
          {newest.useCase}
        </Link>
      </Td>
      <Td>
        <span className="flex flex-wrap gap-1">
          {row.environments.length === 0 ? (
            <span className="text-ink-muted">nowhere</span>
          ) : (
            row.environments.map((name) => <Badge key={name}>{name}</Badge>)
          )}
        </span>
      </Td>
      <Td>{row.team}</Td>
      <Td className="text-right tabular-nums">{row.versions}</Td>
      <Td>
        <TimeText at={newest.registeredAt} />
      </Td>
    </tr>
  );
}
