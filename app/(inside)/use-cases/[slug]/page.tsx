import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { pathPart } from '#app/path-part.ts';
import { FactList } from '#components/gate/fact-list.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { UseCaseStateMark } from '#components/gate/use-case-state.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Section } from '#components/ui/section.tsx';
import { readUseCase } from '#services/use-cases/read.ts';
import { UseCaseDecision } from './use-case-decision.tsx';
import { UseCaseHistory } from './use-case-history.tsx';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: pathPart((await params).slug) };
}

export default async function UseCasePage({ params }: Props) {
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
                ['Team', useCase.team],
                ['Owner', <SafeText key="owner" text={useCase.owner.name} />],
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
