import { ExemptionTable } from '#components/gate/exemption-table.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ExemptionListRow } from '#services/exemptions/list.ts';
import type { VersionView } from '#services/versions/read-version.ts';

/** Every exemption of this version, in whatever state: what expired or was refused stays to be seen. */
export function ExemptionsSection({
  version,
  exemptions,
  more,
}: {
  version: VersionView;
  exemptions: readonly ExemptionListRow[];
  more: boolean;
}) {
  if (exemptions.length === 0) return null;
  const all = `/exemptions?${new URLSearchParams({ model: version.model, version: version.version })}`;
  return (
    <Section
      title="Exemptions"
      hint="Newest first"
      flush
      actions={
        more ? (
          <LinkButton small variant="quiet" href={all}>
            All of them
          </LinkButton>
        ) : null
      }
    >
      <ExemptionTable rows={exemptions} label="Exemptions of this version" />
    </Section>
  );
}
