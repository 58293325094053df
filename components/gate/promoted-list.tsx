import Link from 'next/link';
import { SafeText } from './safe-text.tsx';
import { TimeText } from './time-text.tsx';
import { TokenState } from './token-state.tsx';
import { versionHref } from './version-ref.tsx';
import { VersionStateMark } from './version-state.tsx';

export interface PromotedLine {
  readonly environment: string;
  readonly version: string;
  readonly state: 'active' | 'retired' | 'revoked';
  readonly at: Date;
  readonly liveUntil: Date | null;
}

/** For each environment the version that was let in last, and whether its token can still be used. */
export function PromotedList({ model, lines }: { model: string; lines: readonly PromotedLine[] }) {
  if (lines.length === 0) return <p className="text-ink-muted text-sm">Nowhere yet: no token was ever issued.</p>;
  return (
    <ul className="divide-line divide-y text-sm">
      {lines.map(({ environment, version, state, at, liveUntil }) => (
        <li key={environment} className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-1.5 first:pt-0 last:pb-0">
          <span className="font-medium">{environment}</span>
          <Link prefetch={false} className="link min-w-0" href={versionHref({ model, version })}>
            <SafeText text={version} />
          </Link>
          <VersionStateMark state={state} retrain={false} />
          <span className="text-ink-muted ml-auto">
            <TimeText at={at} />
          </span>
          {liveUntil ? <TokenState expiresAt={liveUntil.toISOString()} revoked={false} /> : null}
        </li>
      ))}
    </ul>
  );
}
