import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, pagerLinks } from '#app/page-query.ts';
import { byteSize } from '#components/gate/byte-size.ts';
import { ComparePicker } from '#components/gate/compare-picker.tsx';
import { DigestText } from '#components/gate/digest-text.tsx';
import { PersonName } from '#components/gate/person-name.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { TimelineMark } from '#components/gate/timeline-mark.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect, SearchBox } from '#components/ui/filter-fields.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import { readTimeline, type TimelineRow } from '#services/versions/read-timeline.ts';
import type { TabProps } from './page.tsx';

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeZone: 'UTC' });

/** Rows that came on one day (UTC), days and rows in their order. */
function byDay(rows: readonly TimelineRow[]): (readonly [day: string, rows: readonly TimelineRow[]])[] {
  const days = new Map<string, TimelineRow[]>();
  for (const row of rows) {
    const day = row.registeredAt.toISOString().slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), row]);
  }
  return [...days];
}

/** Every version as it came, grouped by day, with what happened to it since. */
export async function VersionsTab({ glance, namespace, name, path, query }: TabProps) {
  const { model, standing, promoted } = glance;
  const [q, environment] = [one(query, 'q'), one(query, 'environment')];
  const versions = await load((ctx) =>
    readTimeline(ctx, namespace, name, { q, environment, cursor: one(query, 'cursor') }),
  );
  const names = [...new Set([...promoted, ...standing].map((line) => line.environment))].sort();
  const filtered = q !== undefined || environment !== undefined;
  return (
    <>
      <FilterBar path={path} label="Find versions" keep={[['tab', 'versions']]}>
        <SearchBox label="Part of the version" value={q} placeholder="2.3" />
        <FilterSelect
          name="environment"
          label="Let into"
          value={environment}
          options={names.map((one) => [one, one] as const)}
          any="Anywhere or nowhere"
        />
      </FilterBar>
      <Section
        title="Versions"
        hint={
          filtered ? 'Those that match, newest first' : `${glance.versions.toLocaleString('en')} in all, newest first`
        }
        flush
      >
        {versions.rows.length === 0 ? (
          <EmptyState
            icon={SearchX}
            title="No version matches"
            action={<LinkButton href={`${path}?tab=versions`}>Show all versions</LinkButton>}
          />
        ) : (
          <ComparePicker>
            <Table label="Versions">
              <thead>
                <tr>
                  <Th>
                    <span className="sr-only">Compare</span>
                  </Th>
                  <Th>Version</Th>
                  <Th>Tier</Th>
                  <Th className="w-full">What happened</Th>
                  <Th>Artifact</Th>
                  <Th>Registered</Th>
                </tr>
              </thead>
              {byDay(versions.rows).map(([day, rows]) => (
                <TBody key={day}>
                  <tr>
                    <th
                      scope="rowgroup"
                      colSpan={6}
                      className="bg-sunken text-ink-muted border-line border-b px-3 py-1 text-left text-xs font-medium"
                    >
                      {DAY.format(new Date(day))}
                    </th>
                  </tr>
                  {rows.map((row) => (
                    <VersionLine key={row.version} model={model} row={row} />
                  ))}
                </TBody>
              ))}
            </Table>
          </ComparePicker>
        )}
        <Pager {...pagerLinks(path, query, writeCursor(versions.next))} />
      </Section>
    </>
  );
}

function VersionLine({ model, row }: { model: string; row: TimelineRow }) {
  const { version, parents, marks } = row;
  return (
    <tr>
      <Td className="pr-0">
        <input
          type="checkbox"
          name="compare"
          value={`${model}@${version}`}
          aria-label={`Compare ${version}`}
          className="accent-accent-solid mt-0.5 size-4"
        />
      </Td>
      <Td className="max-w-72 min-w-40 font-medium [overflow-wrap:anywhere]">
        <Link prefetch={false} className="link" href={versionHref({ model, version })}>
          <SafeText text={version} />
        </Link>{' '}
        <VersionStateMark state={row.state} retrain={row.retrain} />
        <span className="text-ink-muted block font-normal">{row.useCase}</span>
      </Td>
      <Td>
        <TierBadge tier={row.tier} />
      </Td>
      <Td className="min-w-64 [overflow-wrap:anywhere]">
        {marks.length === 0 ? (
          <span className="text-ink-muted">Nothing since it was registered</span>
        ) : (
          <ul className="space-y-0.5">
            {marks.map((mark) => (
              <TimelineMark
                key={`${mark.kind} ${mark.at.getTime()} ${'environment' in mark ? mark.environment : ''} ${'capacity' in mark ? mark.capacity : ''}`}
                mark={mark}
              />
            ))}
          </ul>
        )}
        {parents.map(({ relation, parent }) => (
          <span key={parent} className="text-ink-muted block">
            {relation} of <SafeText text={parent} />
          </span>
        ))}
      </Td>
      <Td className="whitespace-nowrap">
        <DigestText digest={row.digest} />
        <span className="text-ink-muted block tabular-nums">{byteSize(row.byteCount)}</span>
      </Td>
      <Td>
        <TimeText at={row.registeredAt} />
        <span className="text-ink-muted block">
          <PersonName name={row.registeredBy} />
        </span>
      </Td>
    </tr>
  );
}
