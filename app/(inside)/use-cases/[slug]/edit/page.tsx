import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { pathPart } from '#app/path-part.ts';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { useCaseImpact } from '#services/use-cases/impact.ts';
import { readUseCase } from '#services/use-cases/read.ts';
import { UseCaseForm } from '../../use-case-form.tsx';

export const metadata: Metadata = { title: 'Edit use case' };

export default async function EditUseCasePage({ params }: { params: Promise<{ slug: string }> }) {
  const slug = pathPart((await params).slug);
  const { useCase, impact } = await load(async (ctx) => ({
    useCase: await readUseCase(ctx, slug),
    impact: await useCaseImpact(ctx, slug),
  }));
  const crumbs = [
    { href: '/use-cases', label: 'Use cases' },
    { href: `/use-cases/${encodeURIComponent(useCase.slug)}`, label: useCase.slug },
  ];
  return (
    <>
      <PageHeader above={<Breadcrumbs crumbs={crumbs} />} title="Submit a new version" />
      {useCase.mayEdit ? (
        <UseCaseForm teams={[useCase.team]} before={useCase} impact={impact} />
      ) : (
        <Notice tone="warn">Only members of team {useCase.team} edit this use case.</Notice>
      )}
    </>
  );
}
