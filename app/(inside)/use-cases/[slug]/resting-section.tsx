import Link from 'next/link';
import { load } from '#app/context.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { useCaseImpact, voidedByUseCase } from '#services/use-cases/impact.ts';

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** What rests on the use case now, and which approvals its newest version made void. */
export async function RestingSection({ slug, version }: { slug: string; version: number }) {
  const { impact, voided } = await load(async (ctx) => ({
    impact: await useCaseImpact(ctx, slug),
    voided: await voidedByUseCase(ctx, slug),
  }));
  const live = impact.tokens.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section title="What rests on it">
      <div className="space-y-3 text-sm">
        {voided.approvals > 0 ? (
          <Notice tone="warn">
            <p>
              v{version} replaced v{version - 1}: {counted(voided.approvals, 'approval')}{' '}
              {voided.approvals === 1 ? 'is' : 'are'} void and {voided.approvals === 1 ? 'has' : 'have'} to be given
              again.
            </p>
            <ul className="mt-1 list-disc pl-4">
              {voided.first.map(({ id, ref, environment, approvals }) => (
                <li key={id}>
                  <Link prefetch={false} className="underline underline-offset-2" href={`/reviews/${id}`}>
                    <SafeText text={ref} /> for {environment}
                  </Link>
                  , {counted(approvals, 'approval')}
                </li>
              ))}
            </ul>
          </Notice>
        ) : null}
        {impact.versions === 0 ? (
          <p className="text-ink-muted">No version in use names it yet.</p>
        ) : (
          <ul className="space-y-1">
            <li>
              <Link prefetch={false} className="link" href={`/models?useCase=${encodeURIComponent(slug)}`}>
                {counted(impact.versions, 'version')}
              </Link>{' '}
              in use
            </li>
            <li>
              {counted(impact.reviews.open, 'open review')}, {impact.reviews.approved} approved,{' '}
              {counted(impact.approvals, 'approval')} that count
            </li>
            <li>
              {live === 0
                ? 'No live token for a gated environment'
                : `${counted(live, 'live token')}: ${impact.tokens.map(({ environment, count }) => `${environment} ${count}`).join(', ')}`}
            </li>
          </ul>
        )}
      </div>
    </Section>
  );
}
