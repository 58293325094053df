import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { hrefWith, one, oneOf, type PageQuery } from '#app/page-query.ts';
import { ReviewStateMark } from '#components/gate/review-state.tsx';
import { ReviewWatch } from '#components/gate/review-watch.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { writeCursor } from '#services/paging.ts';
import { readReviewPage } from '#services/reviews/read-page.ts';
import { readVersion } from '#services/versions/read-version.ts';
import { Conversation } from './conversation.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { liveReview } from './live-review.ts';
import { ReviewedContent } from './reviewed-content.tsx';
import { SinceApproved } from './since-approved.tsx';
import { StandingNotices } from './standing-notices.tsx';

export const metadata: Metadata = { title: 'Review' };

const ANCHORS = [
  ['#decision', 'Decision'],
  ['#changes', 'What changed'],
  ['#content', 'Content'],
  ['#evidence', 'Evidence'],
  ['#manifest-whole', 'Manifest'],
  ['#conversation', 'Conversation'],
] as const;

type Props = { params: Promise<{ id: string }>; searchParams: PageQuery };

export default async function ReviewPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = await searchParams;
  const all = oneOf(query, 'all', ['1']) === '1';
  const { page, version } = await load(async (ctx) => {
    const found = await readReviewPage(ctx, id, { cursor: one(query, 'cursor'), whole: all });
    return { page: found, version: await readVersion(ctx, found.review) };
  });
  const { review, entries } = page;
  const path = `/reviews/${id}`;
  const earlier = writeCursor(entries.earlier);
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
            <ReviewStateMark state={review.state} lapsed={review.lapsed} />
          </>
        }
        lead={
          <>
            Asked by <SafeText text={review.requestedBy} />, <TimeText at={review.requestedAt} />
            {review.askedAt > review.requestedAt ? (
              <>
                ; {review.over ? 'asked again' : 'waiting again since'} <TimeText at={review.askedAt} />
              </>
            ) : null}
          </>
        }
        actions={
          <LinkButton href={versionHref({ model: version.model, version: version.version })}>The version</LinkButton>
        }
      />
      <nav aria-label="Parts of the review" className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {ANCHORS.map(([href, label]) => (
          <a key={href} href={href} className="link">
            {label}
          </a>
        ))}
      </nav>
      <ReviewWatch id={review.id} shown={liveReview(review, entries.count)} content={review.content}>
        <div className="grid items-start gap-4 lg:grid-cols-[5fr_3fr]">
          <div className="grid min-w-0 gap-4">
            <StandingNotices review={review} />
            <SinceApproved page={page} all={all} toggleHref={hrefWith(path, query, { all: all ? null : '1' })} />
            <ReviewedContent review={review} version={version} />
            <Conversation
              page={page}
              earlierHref={earlier === null ? null : `${hrefWith(path, query, { cursor: earlier })}#conversation`}
            />
          </div>
          <DecisionPanel page={page} mine={version.mine} />
        </div>
      </ReviewWatch>
    </>
  );
}
