import { Briefcase, UserX } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { JoinATeam } from '#app/join-a-team.tsx';
import { one, oneOf, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { USE_CASE_STATES, UseCaseStateMark } from '#components/gate/use-case-state.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect, SearchBox } from '#components/ui/filter-fields.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import { listTeams } from '#services/teams/list-teams.ts';
import { listUseCases } from '#services/use-cases/list.ts';

export const metadata: Metadata = { title: 'Use cases' };

const PATH = '/use-cases';

export default async function UseCasesPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const q = one(query, 'q');
  const state = oneOf(query, 'state', USE_CASE_STATES);
  const team = one(query, 'team');
  const { found, teams, actor } = await load(async (ctx) => ({
    found: await listUseCases(ctx, { q, state, ...(team ? { teams: [team] } : {}), cursor: one(query, 'cursor') }),
    teams: (await listTeams(ctx, { limit: 200 })).rows.map(({ slug }) => slug),
    actor: ctx.actor,
  }));
  const mayCreate = actor.teams.length > 0;
  const filtered = q !== undefined || state !== undefined || team !== undefined;
  const create = mayCreate ? (
    <LinkButton variant="primary" href="/use-cases/new">
      New use case
    </LinkButton>
  ) : null;
  return (
    <>
      <PageHeader
        title="Use cases"
        lead="What the business approved models to do. A model serves one, and its facts decide the tier."
        actions={create}
      />
      <FilterBar path={PATH} label="Filter use cases">
        <SearchBox label="Name or title" value={q} />
        <FilterSelect name="state" label="State" value={state} options={USE_CASE_STATES.map((name) => [name, name])} />
        <FilterSelect name="team" label="Team" value={team} options={teams.map((slug) => [slug, slug])} />
      </FilterBar>
      <Section title="Use cases" flush>
        {found.rows.length === 0 ? (
          <EmptyState
            icon={Briefcase}
            title={filtered ? 'Nothing matches' : 'No use cases yet'}
            action={filtered ? null : create}
          >
            {filtered ? (
              'Change or clear the filters above.'
            ) : mayCreate ? (
              'Describe one and have a risk reviewer outside your team approve it; then manifests can name it.'
            ) : (
              <>
                Members of a team create them, and you are in none. <JoinATeam actor={actor} />
              </>
            )}
          </EmptyState>
        ) : (
          <Table label="Use cases" sticky>
            <thead>
              <tr>
                <Th>Name</Th>
                <Th className="w-full">Title</Th>
                <Th>State</Th>
                <Th>Version</Th>
                <Th>Team</Th>
                <Th>Owner</Th>
                <Th>Submitted</Th>
              </tr>
            </thead>
            <TBody>
              {found.rows.map((row) => (
                <tr key={row.slug}>
                  <Td className="font-medium">
                    <Link prefetch={false} className="link" href={`/use-cases/${encodeURIComponent(row.slug)}`}>
                      {row.slug}
                    </Link>
                  </Td>
                  <Td className="min-w-56">
                    <SafeText text={row.title} />
                  </Td>
                  <Td>
                    <UseCaseStateMark state={row.state} />
                  </Td>
                  <Td>v{row.version}</Td>
                  <Td>
                    <Link prefetch={false} className="link" href={`/teams/${encodeURIComponent(row.team)}`}>
                      {row.team}
                    </Link>
                  </Td>
                  <Td>
                    <SafeText text={row.owner} />
                    {row.ownerLeft ? (
                      <>
                        {' '}
                        <Badge tone="warn" icon={UserX}>
                          left
                        </Badge>
                      </>
                    ) : null}
                  </Td>
                  <Td>
                    <TimeText at={row.submittedAt} />
                  </Td>
                </tr>
              ))}
            </TBody>
          </Table>
        )}
        <Pager {...pagerLinks(PATH, query, writeCursor(found.next))} />
      </Section>
    </>
  );
}
