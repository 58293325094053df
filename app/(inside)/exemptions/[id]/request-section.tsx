import Link from 'next/link';
import { DigestText } from '#components/gate/digest-text.tsx';
import { ReasonText } from '#components/gate/reason-text.tsx';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { StatusMark } from '#components/gate/status-mark.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { VersionRef } from '#components/gate/version-ref.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ExemptionView } from '#services/exemptions/read.ts';

/** A ticket is text that somebody typed: only an https address becomes a link, and it says where it leads. */
function Ticket({ text }: { text: string }) {
  const address = URL.canParse(text) ? new URL(text) : null;
  if (address?.protocol !== 'https:' || address.username !== '' || address.password !== '') {
    return <SafeText text={text} />;
  }
  return (
    <a className="link break-all" href={address.href} target="_blank" rel="noopener noreferrer nofollow">
      <SafeText text={address.href} />
    </a>
  );
}

/** What was asked for, in the words of who asked; and how the requirement stands now. */
export function RequestSection({ exemption }: { exemption: ExemptionView }) {
  const { asked } = exemption;
  return (
    <Section title="What is asked">
      <KeyValues
        rows={[
          ['Reason', <Words key="reason" text={exemption.reason} />],
          ['Compensating control', <Words key="control" text={exemption.control} />],
          ['Ticket', exemption.ticket ? <Ticket key="ticket" text={exemption.ticket} /> : null],
          ['Requirement', requirementLabel(exemption.requirement)],
          [
            'Now',
            asked ? (
              <span key="now">
                <StatusMark status={asked.status} /> <ReasonText text={asked.reason} />
              </span>
            ) : (
              'Not asked of this version any more'
            ),
          ],
          [
            'Version',
            <VersionRef key="version" model={`${exemption.namespace}/${exemption.name}`} version={exemption.version} />,
          ],
          ['Artifact', <DigestText key="digest" digest={exemption.artifactDigest} />],
          ['Environment', exemption.environment],
          ['Asked until', <TimeText key="until" at={exemption.requestedEnd} style="absolute" />],
          [
            'Renews',
            exemption.renews ? (
              <Link key="renews" className="link" href={`/exemptions/${exemption.renews}`}>
                the earlier exemption
              </Link>
            ) : null,
          ],
        ]}
      />
    </Section>
  );
}

function Words({ text }: { text: string }) {
  return (
    <span className="block max-w-prose break-words whitespace-pre-wrap">
      <SafeText text={text} kind="block" />
    </span>
  );
}
