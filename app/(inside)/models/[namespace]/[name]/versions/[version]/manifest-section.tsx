import { DigestText } from '#components/gate/digest-text.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Section } from '#components/ui/section.tsx';
import type { VersionView } from '#services/versions/read-version.ts';

export function ManifestSection({ version: { manifest } }: { version: VersionView }) {
  return (
    <Section
      title="Manifest"
      hint={
        <>
          revision {manifest.revision}, <DigestText digest={manifest.digest} />
        </>
      }
    >
      <CodeBlock label="manifest" text={manifest.text ?? JSON.stringify(manifest.value, null, 2)} />
    </Section>
  );
}
