import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { holds } from '#app/holds.ts';
import { pathPart } from '#app/path-part.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { modelHref } from '#components/gate/version-ref.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Section } from '#components/ui/section.tsx';
import { readTeam, type TeamView } from '#services/teams/read-team.ts';
import { TeamMembers } from './team-members.tsx';
import { TeamTroubles } from './team-troubles.tsx';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: pathPart((await params).slug) };
}

export default async function TeamPage({ params }: Props) {
  const slug = pathPart((await params).slug);
  const { team, mayManage, mine } = await load(async (ctx) => ({
    team: await readTeam(ctx, slug),
    mayManage: holds(ctx.actor, 'administrator'),
    mine: ctx.actor.teams.includes(slug),
  }));
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/settings/teams', label: 'Teams' }]} />}
        title={<SafeText text={team.name} />}
        lead={<span className="font-mono text-xs">team:{team.slug}</span>}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid min-w-0 gap-4">
          <TeamTroubles team={team} mayManage={mayManage} mine={mine} />
          <TeamMembers team={team} mayManage={mayManage} />
        </div>
        <div className="grid min-w-0 gap-4">
          <Section title="About">
            <KeyValues
              rows={[
                [
                  'Accountable',
                  team.accountable && !team.accountable.leftAt ? (
                    <SafeText key="accountable" text={team.accountable.name} />
                  ) : (
                    'nobody'
                  ),
                ],
                ['Since', <TimeText key="since" at={team.createdAt} />],
                [
                  'Namespaces',
                  team.namespaces.length === 0
                    ? 'none yet: the first registration claims one'
                    : team.namespaces.map((name) => `${name}/…`).join('  '),
                ],
              ]}
            />
          </Section>
          <Owned team={team} />
        </div>
      </div>
    </>
  );
}

function Owned({ team: { slug, models, useCases } }: { team: TeamView }) {
  return (
    <>
      <Section title="Models" hint={`${models.count}`}>
        {models.count === 0 ? (
          <p className="text-ink-muted text-sm">None.</p>
        ) : (
          <ul className="space-y-2 text-sm">
            {models.first.map(({ model, retired }) => (
              <li key={model}>
                <Link prefetch={false} className="link" href={modelHref(model)}>
                  {model}
                </Link>
                {retired ? ' (retired)' : ''}
              </li>
            ))}
          </ul>
        )}
        <All href={`/models?owner=${slug}`} shown={models.first.length} count={models.count} />
      </Section>
      <Section title="Use cases" hint={`${useCases.count}`}>
        {useCases.count === 0 ? (
          <p className="text-ink-muted text-sm">None.</p>
        ) : (
          <ul className="space-y-2 text-sm">
            {useCases.first.map((useCase) => (
              <li key={useCase.slug}>
                <Link prefetch={false} className="link" href={`/use-cases/${encodeURIComponent(useCase.slug)}`}>
                  {useCase.slug}
                </Link>
                , <SafeText text={useCase.owner} />
                {useCase.ownerLeft ? ' (left)' : ''}
              </li>
            ))}
          </ul>
        )}
        <All href={`/use-cases?team=${slug}`} shown={useCases.first.length} count={useCases.count} />
      </Section>
    </>
  );
}

function All({ href, shown, count }: { href: string; shown: number; count: number }) {
  if (count <= shown) return null;
  return (
    <Link className="link mt-2 inline-block text-sm" href={href}>
      All {count}
    </Link>
  );
}
