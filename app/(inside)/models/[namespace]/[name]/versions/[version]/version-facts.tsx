import Link from 'next/link';
import { DigestText } from '#components/gate/digest-text.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierReasons } from '#components/gate/tier-reasons.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { VersionRef } from '#components/gate/version-ref.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Section } from '#components/ui/section.tsx';
import type { EnvironmentView, VersionView } from '#services/versions/read-version.ts';

/** What the version is, beside what stands in its way. */
export function VersionFacts({
  version,
  reasons,
}: {
  version: VersionView;
  reasons: EnvironmentView['decision']['tierReasons'];
}) {
  const { artifact, manifest, source } = version;
  const { value } = manifest;
  const lineage = value.lineage === 'from-scratch' ? [] : value.lineage;
  return (
    <div className="grid min-w-0 gap-4 lg:sticky lg:top-16">
      <Section title="About">
        <KeyValues
          rows={[
            ['Artifact', <DigestText key="digest" digest={artifact.digest} />],
            ['Measured by', version.measuredBy === 'cli' ? 'the command line' : 'a browser, which cannot see symlinks'],
            [
              'Registered',
              <span key="at">
                <SafeText text={version.registeredBy} />, <TimeText at={version.registeredAt} />
              </span>,
            ],
            ['Owner', <SafeText key="owner" text={value.owner} />],
            [
              'Use case',
              <Link key="use" className="link" href={`/use-cases/${encodeURIComponent(value.useCase)}`}>
                {value.useCase}
              </Link>,
            ],
            ['Tags', value.classification.join(', ')],
            ['Description', value.description ? <SafeText key="text" text={value.description} kind="block" /> : null],
            ['Licence', value.license ? <SafeText key="licence" text={value.license} /> : null],
            ['Source', source.repository ? <SafeText key="repository" text={source.repository} /> : 'not stated'],
            [
              'Commit',
              source.commit ? (
                <span key="commit" className="font-mono text-xs">
                  <SafeText text={source.commit} />
                </span>
              ) : (
                'not stated'
              ),
            ],
            [
              'Made from',
              lineage.length === 0 ? (
                'scratch, as declared'
              ) : (
                <ul key="lineage">
                  {lineage.map(({ relation, parent }) => (
                    <li key={parent}>
                      {relation} of <SafeText text={parent} />
                    </li>
                  ))}
                </ul>
              ),
            ],
            [
              'Same bytes',
              version.sameDigest.length === 0 ? null : (
                <ul key="same">
                  {version.sameDigest.map(({ ref, state, tier }) => (
                    <li key={ref}>
                      <TwinLink reference={ref} /> ({state}, {tier})
                    </li>
                  ))}
                </ul>
              ),
            ],
            [
              'OMS root',
              <DigestText key="oms" digest={`sha256:${artifact.omsRoot.codePoint.replace(/^sha256:/, '')}`} />,
            ],
          ]}
        />
      </Section>
      <Section title="Why this tier">
        <TierReasons reasons={reasons} />
      </Section>
    </div>
  );
}

/** Another name of the same bytes; tier, restrictions and rejections follow the digest. */
function TwinLink({ reference }: { reference: string }) {
  const [model = '', version = ''] = reference.split('@', 2);
  return <VersionRef model={model} version={version} />;
}
