import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { pathPart } from '#app/path-part.ts';
import { FactList } from '#components/gate/fact-list.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { UseCaseStateMark } from '#components/gate/use-case-state.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Section } from '#components/ui/section.tsx';
import { readUseCase } from '#services/use-cases/read.ts';
import { RestingSection } from './resting-section.tsx';
import { UseCaseDecision } from './use-case-decision.tsx';
import { UseCaseHistory } from './use-case-history.tsx';
import { UseCaseOwner } from './use-case-owner.tsx';

type Props = { params: Promise<{ slug: string }>; searchParams: PageQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: pathPart((await params).slug) };
}

export default async function UseCasePage({ params, searchParams }: Props) {
  const slug = pathPart((await params).slug);
  const useCase = await load((ctx) => readUseCase(ctx, slug));
  const [newest] = useCase.versions;
  if (!newest) return null;
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/use-cases', label: 'Use cases' }]} />}
        title={<SafeText text={newest.title} />}
        marks={<UseCaseStateMark state={newest.state} />}
        actions={
          useCase.mayEdit ? (
            <LinkButton href={`/use-cases/${encodeURIComponent(useCase.slug)}/edit`}>New version</LinkButton>
          ) : null
        }
      />
      <Submitted query={await searchParams} version={newest.number} />
      <div className="grid items-start gap-4 lg:grid-cols-[2fr_1fr]">
        <div className="grid min-w-0 gap-4">
          <Section title="What the business approves">
            <p className="max-w-prose whitespace-pre-wrap">
              <SafeText text={newest.description} kind="block" />
            </p>
          </Section>
          <Section title="Facts" hint="What a yes or an unknown weighs stands beside it">
            <FactList facts={newest.facts} />
          </Section>
          <UseCaseHistory versions={useCase.versions} />
        </div>
        <div className="grid gap-4 lg:sticky lg:top-16">
          <UseCaseDecision slug={useCase.slug} version={newest} refusal={useCase.refusal} />
          <UseCaseOwner useCase={useCase} />
          <RestingSection slug={useCase.slug} version={newest.number} />
          <Section title="About">
            <KeyValues
              rows={[
                [
                  'Name',
                  <span key="slug" className="font-mono text-xs">
                    {useCase.slug}
                  </span>,
                ],
                ['Version', `v${newest.number}`],
                [
                  'Team',
                  <Link key="team" className="link" href={`/teams/${encodeURIComponent(useCase.team)}`}>
                    {useCase.team}
                  </Link>,
                ],
                ['Submitted by', <SafeText key="by" text={newest.submittedBy} />],
                ['Submitted', <TimeText key="at" at={newest.submittedAt} />],
                ['Tags', newest.tags.length > 0 ? newest.tags.join(', ') : null],
              ]}
            />
          </Section>
        </div>
      </div>
    </>
  );
}

/** Right after a new version: what it did. The numbers are the address's, so nothing but words depends on them. */
function Submitted({ query, version }: { query: Awaited<PageQuery>; version: number }) {
  const number = (name: string) => Math.max(0, Number.parseInt(one(query, name) ?? '0', 10) || 0);
  if (number('submitted') !== version || version < 2) return null;
  const [voided, ended] = [number('voided'), number('ended')];
  return (
    <div className="mb-4">
      <Notice tone="ok">
        v{version} is submitted and replaced v{version - 1}.{' '}
        {voided === 0 ? 'No approval became void' : `${voided} approval${voided === 1 ? '' : 's'} became void`};{' '}
        {ended === 0
          ? 'no token ended'
          : `${ended} live token${ended === 1 ? '' : 's'} ended, because an answer got worse`}
        . A risk reviewer outside the team decides on it.
      </Notice>
    </div>
  );
}
