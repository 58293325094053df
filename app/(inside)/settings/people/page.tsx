import { TriangleAlert, UserRoundX, Users } from 'lucide-react';
import type { Metadata } from 'next';
import { load, type PersonCtx } from '#app/context.ts';
import { holds } from '#app/holds.ts';
import { hrefWith, one, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { SearchBox } from '#components/ui/filter-fields.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { ActionsTh, Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import { listPeople } from '#services/people/list-people.ts';
import { listProposals } from '#services/people/list-proposals.ts';
import { readSignIns, type SignIns } from '#services/people/read-sign-ins.ts';
import { listTeams } from '#services/teams/list-teams.ts';
import { SettingsHeader } from '../settings-header.tsx';
import { AddPerson } from './add-person.tsx';
import { ManagePerson } from './manage-person.tsx';
import { Proposals } from './proposals.tsx';

export const metadata: Metadata = { title: 'People' };

const PATH = '/settings/people';

/** What an administrator sees of how the chosen person signs in; an id that somebody made up shows nothing. */
async function signInsOf(ctx: PersonCtx, personId: string | undefined): Promise<SignIns | null> {
  if (personId === undefined || !holds(ctx.actor, 'administrator') || !/^[0-9a-f-]{36}$/.test(personId)) return null;
  return readSignIns(ctx, personId);
}

export default async function PeoplePage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const q = one(query, 'q');
  const { people, teams, mayManage, trial, proposals, signIns } = await load(async (ctx) => ({
    people: await listPeople(ctx, { cursor: one(query, 'cursor'), limit: 50, ...(q === undefined ? {} : { q }) }),
    teams: await listTeams(ctx, { limit: 200 }),
    mayManage: holds(ctx.actor, 'administrator'),
    trial: ctx.runtime.trial,
    proposals:
      holds(ctx.actor, 'administrator') && !ctx.runtime.trial
        ? await listProposals(ctx, { cursor: one(query, 'proposals'), limit: 20 })
        : null,
    signIns: await signInsOf(ctx, one(query, 'person')),
  }));
  const chosen = mayManage ? people.rows.find(({ id }) => id === one(query, 'person')) : undefined;
  const more = proposals === null ? null : writeCursor(proposals.next);
  return (
    <>
      <SettingsHeader current="people" />
      <div className="flex flex-wrap items-end justify-between gap-x-4">
        <FilterBar path={PATH} label="Find people">
          <SearchBox label="Name or e-mail address" value={q} />
        </FilterBar>
        {mayManage ? (
          <div className="mb-3">
            <AddPerson trial={trial} />
          </div>
        ) : null}
      </div>
      {proposals === null ? null : (
        <div className="mb-4">
          <Proposals
            rows={proposals.rows}
            nextHref={more === null ? null : hrefWith(PATH, query, { proposals: more })}
          />
        </div>
      )}
      {chosen && signIns ? (
        // Another person is another form: what was answered about one must not stand under the next.
        <div key={chosen.id} className="mb-4">
          <ManagePerson
            person={chosen}
            signIns={signIns}
            trial={trial}
            teams={teams.rows.map(({ slug }) => slug)}
            closeHref={hrefWith(PATH, query, { person: null })}
          />
        </div>
      ) : null}
      <Section
        title="People"
        flush
        hint={`Roles end after 12 months, to be looked at again.${
          mayManage && trial ? ' Trial mode: one administrator does alone what takes two outside it.' : ''
        }`}
      >
        {people.rows.length === 0 ? (
          <EmptyState icon={Users} title="Nobody matches">
            Try part of a name or of an e-mail address.
          </EmptyState>
        ) : (
          <Table label="People" sticky>
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>E-mail address</Th>
                <Th>Roles</Th>
                <Th>Teams</Th>
                <Th>Since</Th>
                {mayManage ? <ActionsTh /> : null}
              </tr>
            </thead>
            <TBody>
              {people.rows.map((person) => (
                <tr key={person.id}>
                  <Td className="font-medium">
                    <SafeText text={person.name} />{' '}
                    {person.disabled ? (
                      <Badge tone="bad" icon={UserRoundX}>
                        disabled
                      </Badge>
                    ) : null}
                  </Td>
                  <Td>
                    <SafeText text={person.email} />{' '}
                    {person.emailVerified || person.email === '' ? null : (
                      <Badge tone="warn" icon={TriangleAlert}>
                        unverified
                      </Badge>
                    )}
                  </Td>
                  <Td>
                    <span className="flex flex-wrap gap-1">
                      {person.roles.map(({ role }) => (
                        <Badge key={role}>{roleLabel(role)}</Badge>
                      ))}
                      {person.roles.length === 0 ? <span className="text-ink-muted">none</span> : null}
                    </span>
                  </Td>
                  <Td>{person.teams.join(', ') || <span className="text-ink-muted">none</span>}</Td>
                  <Td>
                    <TimeText at={person.createdAt} />
                  </Td>
                  {mayManage ? (
                    <Td className="text-right">
                      <LinkButton
                        small
                        prefetch={false}
                        scroll={false}
                        href={hrefWith(PATH, query, { person: person.id })}
                      >
                        Manage
                        <span className="sr-only"> {person.name}</span>
                      </LinkButton>
                    </Td>
                  ) : null}
                </tr>
              ))}
            </TBody>
          </Table>
        )}
        <Pager {...pagerLinks(PATH, query, writeCursor(people.next))} />
      </Section>
    </>
  );
}
