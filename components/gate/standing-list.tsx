import Link from 'next/link';
import type { Outcome } from '#domain/gate/decide.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';
import { ReasonText } from './reason-text.tsx';
import { requirementLabel } from './requirement-labels.ts';
import { reviewWord } from './review-state.tsx';
import { OutcomeMark, StatusMark } from './status-mark.tsx';

export interface StandingLine {
  readonly environment: string;
  readonly outcome: Outcome;
  /** neither met nor waived */
  readonly open: readonly Requirement[];
  readonly review: { readonly id: string; readonly state: ReviewState } | null;
}

/** Reasons shown of one environment; the version's page has all of them. */
const SHOWN = 4;

/** What stands between a version and each environment: the gate's answer, and the first reasons for it. */
export function StandingList({ lines, href }: { lines: readonly StandingLine[]; href: string }) {
  return (
    <ul className="divide-line divide-y text-sm">
      {lines.map(({ environment, outcome, open, review }) => (
        <li key={environment} className="py-2 first:pt-0 last:pb-0">
          <p className="flex flex-wrap items-center gap-2">
            <Link
              prefetch={false}
              className="link font-medium"
              href={`${href}?environment=${encodeURIComponent(environment)}`}
            >
              {environment}
            </Link>
            <OutcomeMark outcome={outcome} />
            {review ? (
              <Link prefetch={false} className="link ml-auto" href={`/reviews/${review.id}`}>
                Review: {reviewWord(review.state, outcome)}
              </Link>
            ) : null}
          </p>
          {open.length > 0 ? (
            <ul className="mt-1 space-y-1">
              {open.slice(0, SHOWN).map(({ id, status, reason }) => (
                <li key={id} className="flex items-start gap-2">
                  <StatusMark status={status} />
                  <span className="min-w-0">
                    <span className="font-medium">{requirementLabel(id)}</span>:{' '}
                    <span className="text-ink-muted">
                      <ReasonText text={reason} />
                    </span>
                  </span>
                </li>
              ))}
              {open.length > SHOWN ? <li className="text-ink-muted">and {open.length - SHOWN} more</li> : null}
            </ul>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
