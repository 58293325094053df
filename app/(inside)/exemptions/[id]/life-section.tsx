import Link from 'next/link';
import { RenewLink } from '#components/gate/exemption-link.tsx';
import { LifeBar } from '#components/gate/life-bar.tsx';
import { ReasonText } from '#components/gate/reason-text.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ExemptionView } from '#services/exemptions/read.ts';

/** How much of it is left, whether it counts, and how it ended. */
export function LifeSection({ exemption }: { exemption: ExemptionView }) {
  const { startsAt, endsAt, counts, withdrawal } = exemption;
  return (
    <Section title="Life" actions={<Renew exemption={exemption} />}>
      {startsAt && endsAt ? (
        <LifeBar
          from={startsAt.toISOString()}
          until={endsAt.toISOString()}
          now={(withdrawal?.at ?? exemption.now).toISOString()}
          running={exemption.state === 'live'}
        />
      ) : (
        <p className="text-ink-muted text-sm">
          {exemption.state === 'waiting' ? 'Its clock starts when it is approved.' : 'It never began.'}
        </p>
      )}
      <div className="mt-3 space-y-3">
        <KeyValues
          rows={[
            ['From', startsAt ? <TimeText key="from" at={startsAt} style="absolute" /> : null],
            ['Until', endsAt ? <TimeText key="until" at={endsAt} style="absolute" /> : null],
            ['Cap of the tier', `${exemption.terms.days} days`],
            [
              'Withdrawn',
              withdrawal ? (
                <span key="withdrawn">
                  <TimeText at={withdrawal.at} /> by <SafeText text={withdrawal.by} />:{' '}
                  <SafeText text={withdrawal.reason} />
                </span>
              ) : null,
            ],
            [
              'Renewed by',
              exemption.renewedBy ? (
                <Link key="renewed" className="link" href={`/exemptions/${exemption.renewedBy}`}>
                  a later request
                </Link>
              ) : null,
            ],
          ]}
        />
        {counts?.reason ? (
          <Notice tone="bad">
            The gate does not count it: <ReasonText text={counts.reason} />.
          </Notice>
        ) : null}
        {counts?.until && endsAt && counts.until < endsAt ? (
          <Notice tone="warn">
            It stops counting earlier, at <TimeText at={counts.until} style="absolute" />: the tier’s cap or an
            approver’s role ends then.
          </Notice>
        ) : null}
      </div>
    </Section>
  );
}

/** Renewing is asking again, and somebody else has to decide. */
function Renew({ exemption }: { exemption: ExemptionView }) {
  const over = exemption.state === 'expired' || exemption.state === 'withdrawn';
  if (exemption.startsAt === null || exemption.renewedBy || !exemption.mayAsk) return null;
  if (exemption.state !== 'live' && !over) return null;
  if (exemption.renewalRefusal) return null;
  return <RenewLink of={exemption} />;
}
