import { DatasetTable } from '#components/gate/dataset-table.tsx';
import { DigestText } from '#components/gate/digest-text.tsx';
import { EvidenceTable } from '#components/gate/evidence-table.tsx';
import { FactList } from '#components/gate/fact-list.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierReasons } from '#components/gate/tier-reasons.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ReviewView } from '#services/reviews/read.ts';
import type { VersionView } from '#services/versions/read-version.ts';

/** Everything that the content digest covers, as it is: nothing that is approved is out of sight. */
export function ReviewedContent({ review, version }: { review: ReviewView; version: VersionView }) {
  const { facts, decision } = review;
  const { useCase, parents, manifest, artifactDigest, source } = facts;
  return (
    <>
      <Section id="content" title="What is to be approved">
        <KeyValues
          rows={[
            ['Artifact', <DigestText key="artifact" digest={artifactDigest} full />],
            [
              'Use case',
              useCase ? (
                <a
                  key="use"
                  className="link"
                  href={`/use-cases/${encodeURIComponent(useCase.slug)}`}
                >{`${useCase.slug} v${useCase.version} (${useCase.state})`}</a>
              ) : (
                'none that is registered'
              ),
            ],
            ['Owner', <SafeText key="owner" text={facts.owner.name} />],
            ['Tags', manifest.classification.join(', ')],
            [
              'Source',
              <SafeText
                key="source"
                text={`${source.repository ?? 'no repository'} at ${source.commit ?? 'no commit'}`}
              />,
            ],
            [
              'Made from',
              parents.length === 0 ? (
                'scratch, as declared'
              ) : (
                <ul key="parents">
                  {parents.map(({ ref, relation }) => (
                    <li key={`${relation} ${ref}`}>
                      {relation} of <SafeText text={ref} />
                    </li>
                  ))}
                </ul>
              ),
            ],
          ]}
        />
      </Section>
      <Section title="Why this tier">
        <TierReasons reasons={decision.tierReasons} />
      </Section>
      <Section title="Facts of the use case">
        {useCase ? (
          <FactList facts={useCase.facts} />
        ) : (
          <Notice tone="unknown">The manifest names no registered use case, so its facts are unknown.</Notice>
        )}
      </Section>
      <Section title="Data" flush={manifest.data !== null}>
        {manifest.data === null ? (
          <p className="text-sm">The manifest states that no data was used.</p>
        ) : (
          <DatasetTable rows={manifest.data} />
        )}
      </Section>
      <Section id="evidence" title="Evidence" hint="Opening a document is recorded" flush={version.evidence.length > 0}>
        {version.evidence.length === 0 ? (
          <p className="text-ink-muted text-sm">None is attached.</p>
        ) : (
          <EvidenceTable rows={version.evidence} />
        )}
      </Section>
      <Section
        id="manifest-whole"
        title="Manifest"
        hint={
          <>
            revision {manifest.revision}, <DigestText digest={manifest.digest} />
          </>
        }
      >
        <CodeBlock label="manifest" text={version.manifest.text ?? JSON.stringify(version.manifest.value, null, 2)} />
      </Section>
      <Section title="What the content digest is of" hint="The canonical JSON of this is hashed">
        <CodeBlock label="reviewed content" text={JSON.stringify(review.content, null, 2)} />
      </Section>
    </>
  );
}
