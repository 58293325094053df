'use client';
import { Submit } from '#components/form/submit.tsx';
import { useOutdated } from './review-watch.tsx';

/** The three verdicts. Approving is off while the page shows content that is not there any more. */
export function VerdictButtons() {
  const outdated = useOutdated();
  return (
    <div className="flex flex-wrap gap-2">
      <Submit name="verdict" value="approve" disabled={outdated}>
        Approve
      </Submit>
      <Submit name="verdict" value="request-changes" variant="plain" disabled={outdated}>
        Request changes
      </Submit>
      <Submit name="verdict" value="reject" variant="danger" disabled={outdated}>
        Reject
      </Submit>
    </div>
  );
}
