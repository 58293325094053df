import type { Metadata } from 'next';
import { requirePerson } from '#app/context.ts';
import { JoinATeam } from '#app/join-a-team.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { UseCaseForm } from '../use-case-form.tsx';

export const metadata: Metadata = { title: 'New use case' };

export default async function NewUseCasePage() {
  const { actor } = await requirePerson();
  return (
    <>
      <PageHeader above={<Breadcrumbs crumbs={[{ href: '/use-cases', label: 'Use cases' }]} />} title="New use case" />
      {actor.teams.length === 0 ? (
        <Notice tone="warn">
          A use case belongs to a team, and you are in none. <JoinATeam actor={actor} />
        </Notice>
      ) : (
        <UseCaseForm teams={actor.teams} before={null} />
      )}
    </>
  );
}
