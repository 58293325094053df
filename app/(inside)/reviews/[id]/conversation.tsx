import { CircleCheck, CircleX, MessageSquareWarning } from 'lucide-react';
import { DigestText } from '#components/gate/digest-text.tsx';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Section } from '#components/ui/section.tsx';
import type { VerdictRow } from '#services/reviews/read.ts';

const VERDICTS = {
  approve: { tone: 'ok', icon: CircleCheck, word: 'approved' },
  'request-changes': { tone: 'warn', icon: MessageSquareWarning, word: 'requested changes' },
  reject: { tone: 'bad', icon: CircleX, word: 'rejected' },
} as const;

/** Who said what, in which role and on which content. What does not count any more stays, with the reason. */
export function Conversation({ verdicts }: { verdicts: readonly VerdictRow[] }) {
  return (
    <Section title="Verdicts" hint="Oldest first">
      {verdicts.length === 0 ? <p className="text-ink-muted text-sm">Nobody has decided yet.</p> : null}
      <ol className="divide-line divide-y">
        {verdicts.map((verdict) => (
          <li key={verdict.id} className="space-y-1 py-2 text-sm">
            <Verdict verdict={verdict} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Verdict({ verdict }: { verdict: VerdictRow }) {
  const { word, tone, icon } = VERDICTS[verdict.verdict];
  const counts = verdict.verdict !== 'approve' || verdict.standing.counts;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <SafeText text={verdict.person} />
        <Badge tone={counts ? tone : 'neutral'} icon={icon}>
          {word}
        </Badge>
        {counts ? null : <Badge tone="warn">does not count</Badge>}
        <span className="text-ink-muted">
          as {roleLabel(verdict.capacity).toLowerCase()}, <TimeText at={verdict.at} />
        </span>
      </p>
      {verdict.standing.reason ? <p className="text-warn">{verdict.standing.reason}</p> : null}
      {verdict.comment ? (
        <p className="whitespace-pre-wrap">
          <SafeText text={verdict.comment} kind="block" />
        </p>
      ) : null}
      <p className="text-ink-muted text-xs">
        On <DigestText digest={verdict.contentDigest} />; signed in <TimeText at={verdict.authenticatedAt} />
        {verdict.method === 'local' ? ' with a local account' : ''}
        {verdict.role ? (
          <>
            ; role given <TimeText at={verdict.role.grantedAt} />
            {verdict.role.atSetup ? ' at set-up' : ''}
          </>
        ) : null}
      </p>
    </>
  );
}
