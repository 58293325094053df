import { CircleCheck, CircleX } from 'lucide-react';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ExemptionVerdictRow } from '#services/exemptions/read.ts';

const LOOKS = {
  approve: { tone: 'ok', icon: CircleCheck, word: 'approved' },
  refuse: { tone: 'bad', icon: CircleX, word: 'rejected' },
} as const;

/** Who decided, in which role, and how they had signed in. */
export function VerdictsSection({ verdicts }: { verdicts: readonly ExemptionVerdictRow[] }) {
  return (
    <Section title="Decisions" hint="Oldest first">
      {verdicts.length === 0 ? <p className="text-ink-muted text-sm">Nobody has decided yet.</p> : null}
      <ol className="divide-line divide-y">
        {verdicts.map((given) => {
          const { word, tone, icon } = LOOKS[given.verdict];
          return (
            <li key={given.id} className="space-y-1 py-2 text-sm">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <SafeText text={given.person} />
                <Badge tone={tone} icon={icon}>
                  {word}
                </Badge>
                <span className="text-ink-muted">
                  as {roleLabel(given.capacity).toLowerCase()}, <TimeText at={given.at} />
                </span>
              </p>
              {given.comment ? (
                <p className="break-words whitespace-pre-wrap">
                  <SafeText text={given.comment} kind="block" />
                </p>
              ) : null}
              <p className="text-ink-muted text-xs">
                Signed in <TimeText at={given.authenticatedAt} />
                {given.method === 'local' ? ' with a local account' : ''}
                {given.role ? (
                  <>
                    ; role given <TimeText at={given.role.grantedAt} />
                    {given.role.atSetup ? ' at set-up' : ''}
                  </>
                ) : null}
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
