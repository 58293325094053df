import Link from 'next/link';
import { PersonName } from '#components/gate/person-name.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Section } from '#components/ui/section.tsx';
import type { OfferRow } from '#services/handovers/list-offers.ts';
import type { ProposalRow } from '#services/people/list-proposals.ts';

const PROPOSED: Readonly<Record<ProposalRow['kind'], string>> = {
  'grant-role': 'A role',
  'create-account': 'An account',
  'reset-password': 'A new password',
  'link-identity': 'Another sign-in',
};

/** What stands still until somebody says yes or no: models offered to one's team, and what another administrator proposed. */
export function AnswersWaiting({
  offers,
  proposals,
}: {
  offers: readonly OfferRow[];
  proposals: readonly ProposalRow[];
}) {
  if (offers.length + proposals.length === 0) return null;
  return (
    <Section title="Waiting for an answer">
      <ul className="divide-line divide-y text-sm">
        {offers.map((offer) => (
          <li key={offer.model} className="flex flex-wrap gap-x-3 py-1.5">
            <Link prefetch={false} className="link font-medium" href={`/models/${offer.model}`}>
              {offer.model}
            </Link>
            <span>
              {offer.from} offers it to {offer.to}
              {offer.mine ? null : '; who is accountable for the team answers'}
            </span>
            <span className="text-ink-muted ml-auto">
              <TimeText at={offer.at} />
            </span>
          </li>
        ))}
        {proposals.map((proposal) => (
          <li key={proposal.id} className="flex flex-wrap gap-x-3 py-1.5">
            <Link prefetch={false} className="link font-medium" href="/settings/people">
              {PROPOSED[proposal.kind]}
            </Link>
            <span>
              for <SafeText text={proposal.name} />, proposed by <PersonName name={proposal.proposedBy} />
              {proposal.refusal === null ? null : `. ${proposal.refusal}`}
            </span>
            <span className="text-ink-muted ml-auto">
              ends <TimeText at={proposal.expiresAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
