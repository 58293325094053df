import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { ReviewStateMark } from '#components/gate/review-state.tsx';
import { ReviewWatch } from '#components/gate/review-watch.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { readReview } from '#services/reviews/read.ts';
import { readVersion } from '#services/versions/read-version.ts';
import { Conversation } from './conversation.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { ReviewedContent } from './reviewed-content.tsx';

export const metadata: Metadata = { title: 'Review' };

export default async function ReviewPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { review, version } = await load(async (ctx) => {
    const found = await readReview(ctx, id);
    return { review: found, version: await readVersion(ctx, found) };
  });
  const shown = {
    contentDigest: review.contentDigest,
    state: review.state,
    verdicts: review.verdicts.filter(({ withdrawnAt }) => withdrawnAt === null).length,
  };
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/reviews', label: 'Reviews' }]} />}
        title={
          <>
            <SafeText text={review.ref} /> for {review.environment}
          </>
        }
        marks={
          <>
            <TierBadge tier={review.decision.tier} />
            <ReviewStateMark state={review.state} />
          </>
        }
        lead={
          <>
            Asked by <SafeText text={review.requestedBy} />, <TimeText at={review.requestedAt} />
          </>
        }
        actions={
          <LinkButton href={versionHref({ model: version.model, version: version.version })}>The version</LinkButton>
        }
      />
      <ReviewWatch id={review.id} shown={shown}>
        <div className="grid items-start gap-4 lg:grid-cols-[5fr_3fr]">
          <div className="grid min-w-0 gap-4">
            <ReviewedContent review={review} version={version} />
            <Conversation verdicts={review.verdicts} />
          </div>
          <DecisionPanel review={review} mine={version.mine} />
        </div>
      </ReviewWatch>
    </>
  );
}
