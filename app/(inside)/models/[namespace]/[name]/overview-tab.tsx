import Link from 'next/link';
import { DigestText } from '#components/gate/digest-text.tsx';
import { PromotedList } from '#components/gate/promoted-list.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { StandingList } from '#components/gate/standing-list.tsx';
import { TierReasons } from '#components/gate/tier-reasons.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { VersionRef, versionHref } from '#components/gate/version-ref.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Section } from '#components/ui/section.tsx';
import { OwnershipSection } from './ownership-section.tsx';
import type { TabProps } from './page.tsx';

/** What one comes for first: whether the newest version may go anywhere, what stands in its way, and what runs now. */
export function OverviewTab({ glance: { model, newest, promoted, standing, createdAt }, namespace, name }: TabProps) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
      <div className="grid min-w-0 gap-4">
        <Section title="What stands in the way of the newest version">
          <p className="mb-2 text-sm">
            <VersionRef model={model} version={newest.version} />, registered <TimeText at={newest.registeredAt} />
          </p>
          <StandingList lines={standing} href={versionHref({ model, version: newest.version })} />
        </Section>
        <Section title="Let in last" hint="By environment, the version that the newest token names">
          <PromotedList model={model} lines={promoted} />
        </Section>
      </div>
      <div className="grid min-w-0 gap-4">
        <Section title="About" hint="As the newest version says">
          <KeyValues
            rows={[
              [
                'Description',
                newest.description ? <SafeText key="text" text={newest.description} kind="block" /> : null,
              ],
              ['Owner', <SafeText key="owner" text={newest.owner} />],
              [
                'Use case',
                <Link key="use" className="link" href={`/use-cases/${encodeURIComponent(newest.useCase)}`}>
                  {newest.useCase}
                </Link>,
              ],
              ['Tags', newest.classification.join(', ')],
              ['Artifact', <DigestText key="digest" digest={newest.digest} />],
              ['First registered', <TimeText key="at" at={createdAt} />],
            ]}
          />
        </Section>
        <OwnershipSection namespace={namespace} name={name} />
        <Section title="Why this tier">
          <TierReasons reasons={standing[0]?.tierReasons ?? []} />
        </Section>
      </div>
    </div>
  );
}
