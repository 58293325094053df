import { CalendarClock } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { hrefWith, one, oneOf, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { ExemptionTable } from '#components/gate/exemption-table.tsx';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect, SearchBox } from '#components/ui/filter-fields.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { EXEMPTION_TABS, type ExemptionTab, listExemptions } from '#services/exemptions/list.ts';
import { WAIVABLE } from '#services/exemptions/waivable.ts';
import { writeCursor } from '#services/paging.ts';
import { listTeams } from '#services/teams/list-teams.ts';

export const metadata: Metadata = { title: 'Exemptions' };

const PATH = '/exemptions';
const TIER_NAMES = ['low', 'medium', 'high', 'critical'] as const;

const EMPTY: Readonly<Record<ExemptionTab | 'all', string>> = {
  all: 'None has been asked for. One is asked for from the requirement that is unmet, on the version’s page.',
  waiting: 'No exemption waits for a decision.',
  live: 'No exemption is in force.',
  ending: 'No exemption ends within 14 days.',
  expired: 'No exemption has run out.',
  refused: 'No exemption has been rejected.',
  withdrawn: 'No exemption has been withdrawn.',
};

const NAMES: Readonly<Record<ExemptionTab, string>> = {
  waiting: 'Waiting',
  live: 'Live',
  ending: 'Ending in 14 days',
  expired: 'Expired',
  refused: 'Rejected',
  withdrawn: 'Withdrawn',
};

export default async function ExemptionsPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const state = oneOf(query, 'state', EXEMPTION_TABS);
  const mine = state === 'waiting' && one(query, 'mine') !== undefined;
  const filter = {
    tier: oneOf(query, 'tier', TIER_NAMES),
    team: one(query, 'team'),
    requirement: oneOf(query, 'requirement', WAIVABLE),
    environment: one(query, 'environment'),
    model: one(query, 'model'),
    version: one(query, 'version'),
  };
  const { exemptions, teams } = await load(async (ctx) => ({
    exemptions: await listExemptions(ctx, { ...filter, state, mine, cursor: one(query, 'cursor') }),
    teams: (await listTeams(ctx, { limit: 200 })).rows.map(({ slug }) => slug),
  }));
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const tab = (name: ExemptionTab | null, label: string) => ({
    href: hrefWith(PATH, query, { state: name, mine: null, cursor: null }),
    label,
    current: name === (state ?? null) && !mine,
  });
  return (
    <>
      <PageHeader
        title="Exemptions"
        marks={
          filter.model ? (
            <Link className="link text-sm" href={hrefWith(PATH, query, { model: null, version: null, cursor: null })}>
              Of <SafeText text={filter.version ? `${filter.model}@${filter.version}` : filter.model} /> only: show all
            </Link>
          ) : null
        }
        lead="Each leaves one requirement of one version in one environment unmet, until a date."
      />
      <Tabs
        label="Exemptions"
        tabs={[
          tab(null, 'All'),
          {
            href: hrefWith(PATH, query, { state: 'waiting', mine: '1', cursor: null }),
            label: 'Waiting for me',
            current: mine,
          },
          ...EXEMPTION_TABS.map((name) => tab(name, NAMES[name])),
        ]}
      />
      <div className="mt-4">
        <FilterBar path={PATH} label="Filter the exemptions">
          {state ? <input type="hidden" name="state" value={state} /> : null}
          {filter.model ? <input type="hidden" name="model" value={filter.model} /> : null}
          {filter.version ? <input type="hidden" name="version" value={filter.version} /> : null}
          {mine ? <input type="hidden" name="mine" value="1" /> : null}
          <FilterSelect
            name="tier"
            label="Tier"
            value={filter.tier}
            options={TIER_NAMES.map((name) => [name, name] as const)}
          />
          <FilterSelect
            name="team"
            label="Team"
            value={filter.team}
            options={teams.map((slug) => [slug, slug] as const)}
          />
          <FilterSelect
            name="requirement"
            label="Requirement"
            value={filter.requirement}
            options={WAIVABLE.map((id) => [id, requirementLabel(id)] as const)}
          />
          <SearchBox name="environment" label="Environment" value={filter.environment} placeholder="production" />
        </FilterBar>
      </div>
      <div className="bg-raised border-line rounded-lg border">
        {exemptions.rows.length === 0 ? (
          <EmptyState icon={CalendarClock} title={filtered ? 'Nothing matches' : 'Nothing here'}>
            {filtered
              ? 'Change or clear the filters above.'
              : mine
                ? 'Nothing waits for you: no request asks for a role of yours in which you may decide.'
                : EMPTY[state ?? 'all']}
          </EmptyState>
        ) : (
          <ExemptionTable rows={exemptions.rows} label="Exemptions" />
        )}
        <Pager {...pagerLinks(PATH, query, writeCursor(exemptions.next))} />
      </div>
    </>
  );
}
