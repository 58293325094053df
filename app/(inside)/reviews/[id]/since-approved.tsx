import { ComparisonSections } from '#components/compare/comparison-sections.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ReviewPage } from '#services/reviews/read-page.ts';

/** What is different from the version that runs there, or was last let in: what a reviewer came to read. */
export function SinceApproved({
  page: { comparison, review },
  all,
  toggleHref,
}: {
  page: ReviewPage;
  all: boolean;
  toggleHref: string;
}) {
  if (!comparison) {
    return (
      <Section id="changes" title="What changed">
        <p className="text-sm">
          This is the first version for {review.environment}: there is nothing to compare with. Everything below is new.
        </p>
      </Section>
    );
  }
  const query = new URLSearchParams({ a: comparison.a, b: comparison.b });
  return (
    <>
      <Section
        id="changes"
        title="What changed"
        actions={
          <>
            <a className="link text-sm" href={`${toggleHref}#changes`}>
              {all ? 'Only changes' : 'Everything'}
            </a>
            <a className="link text-sm" href={`/compare?${query}`}>
              Compare with another
            </a>
          </>
        }
      >
        <p className="text-sm">
          Since <SafeText text={comparison.a} />, the last version that was let into {review.environment}.
          {comparison.same ? ' Nothing differs.' : ''}
        </p>
      </Section>
      <ComparisonSections comparison={comparison} all={all} allHref={`${toggleHref}#changes`} />
    </>
  );
}
