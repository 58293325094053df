import Link from 'next/link';
import { Notice } from '#components/ui/notice.tsx';
import { SafeText } from './safe-text.tsx';
import { VersionRef } from './version-ref.tsx';

interface Impact {
  readonly tokens: readonly { readonly environment: string; readonly count: number }[];
  readonly reviews: {
    readonly count: number;
    readonly first: readonly { readonly id: string; readonly ref: string; readonly environment: string }[];
  };
  readonly children: {
    readonly count: number;
    readonly first: readonly { readonly model: string; readonly version: string }[];
  };
}

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** What ends with a version or a model, in numbers and by name, before the button is pressed. */
export function EndImpact({ impact, versions }: { impact: Impact; versions?: number }) {
  const { tokens, reviews, children } = impact;
  const live = tokens.reduce((sum, { count }) => sum + count, 0);
  const nothing = live === 0 && reviews.count === 0 && children.count === 0 && !versions;
  if (nothing) return <Notice>Nothing lives on it now: no token, no open review, nothing made from it.</Notice>;
  return (
    <Notice tone="warn">
      <p className="font-medium">What ends with it</p>
      <ul className="mt-1 list-disc space-y-1 pl-4">
        {versions ? <li>{counted(versions, 'version')} in use</li> : null}
        <li>
          {live === 0
            ? 'No live token'
            : `${counted(live, 'live token')} (${tokens.map(({ environment, count }) => `${environment} ${count}`).join(', ')}): refused as soon as verifiers see the status list`}
        </li>
        <li>
          {reviews.count === 0 ? 'No open review' : `${counted(reviews.count, 'open review')} closed: `}
          {reviews.first.map(({ id, ref, environment }, index) => (
            <span key={id}>
              {index > 0 ? ', ' : ''}
              <Link className="underline underline-offset-2" href={`/reviews/${id}`}>
                <SafeText text={ref} /> for {environment}
              </Link>
            </span>
          ))}
          {reviews.count > reviews.first.length ? ` and ${reviews.count - reviews.first.length} more` : ''}
        </li>
        <li>
          {children.count === 0
            ? 'Nothing in use is made directly from it'
            : `${counted(children.count, 'version')} made directly from it: the lineage is not sound any more, and approvals are void: `}
          {children.first.map(({ model, version }, index) => (
            <span key={`${model}@${version}`}>
              {index > 0 ? ', ' : ''}
              <VersionRef model={model} version={version} />
            </span>
          ))}
          {children.count > children.first.length ? ` and ${children.count - children.first.length} more` : ''}
        </li>
      </ul>
      <p className="mt-1">Evidence, decisions and history stay.</p>
    </Notice>
  );
}
