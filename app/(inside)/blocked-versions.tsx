import Link from 'next/link';
import { ReasonText } from '#components/gate/reason-text.tsx';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { reviewWord } from '#components/gate/review-state.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { OutcomeMark } from '#components/gate/status-mark.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { BlockedVersion } from '#services/versions/list-blocked.ts';

/** Reasons shown of one environment; the version's page has all of them. */
const SHOWN = 2;

/** Newest versions that do not get where they were asked to go, each with the first reasons. */
export function BlockedVersions({ rows }: { rows: readonly BlockedVersion[] }) {
  if (rows.length === 0) return null;
  return (
    <Section
      title="Blocked versions of your teams"
      hint="Newest versions that may not enter yet what they were asked for"
      flush
    >
      <Table label="Blocked versions of your teams">
        <thead>
          <tr>
            <Th>Version</Th>
            <Th className="max-sm:hidden">Tier</Th>
            <Th className="w-full">Blocked because</Th>
            <Th className="max-sm:hidden">Registered</Th>
          </tr>
        </thead>
        <TBody>
          {rows.map((row) => (
            <BlockedLine key={`${row.model}@${row.version}`} row={row} />
          ))}
        </TBody>
      </Table>
    </Section>
  );
}

function BlockedLine({ row: { model, version, tier, retrain, registeredAt, blocked } }: { row: BlockedVersion }) {
  const href = versionHref({ model, version });
  return (
    <tr>
      <Td className="min-w-28 font-medium [overflow-wrap:anywhere] sm:min-w-52">
        <Link prefetch={false} className="link" href={href}>
          <SafeText text={`${model}@${version}`} />
        </Link>{' '}
        <VersionStateMark state="active" retrain={retrain} />
        {/* Without a column of its own on a narrow screen: the reasons are what one came for. */}
        <span className="mt-1 block sm:hidden">
          <TierBadge tier={tier} />
        </span>
      </Td>
      <Td className="max-sm:hidden">
        <TierBadge tier={tier} />
      </Td>
      <Td className="[overflow-wrap:anywhere] sm:min-w-72">
        <ul className="space-y-1.5">
          {blocked.map(({ environment, outcome, open, review }) => (
            <li key={environment}>
              <span className="flex flex-wrap items-center gap-1.5">
                <Link prefetch={false} className="link" href={`${href}?environment=${encodeURIComponent(environment)}`}>
                  {environment}
                </Link>
                <OutcomeMark outcome={outcome} />
                {review ? (
                  <Link prefetch={false} className="link text-xs" href={`/reviews/${review.id}`}>
                    review: {reviewWord(review.state, outcome)}
                  </Link>
                ) : null}
              </span>
              {open.slice(0, SHOWN).map(({ id, reason }) => (
                <span key={id} className="block">
                  {requirementLabel(id)}:{' '}
                  <span className="text-ink-muted">
                    <ReasonText text={reason} />
                  </span>
                </span>
              ))}
              {open.length > SHOWN ? (
                <span className="text-ink-muted block">and {open.length - SHOWN} more</span>
              ) : null}
            </li>
          ))}
        </ul>
      </Td>
      <Td className="max-sm:hidden">
        <TimeText at={registeredAt} />
      </Td>
    </tr>
  );
}
