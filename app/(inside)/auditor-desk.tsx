import Link from 'next/link';
import { EventTable } from '#components/gate/event-table.tsx';
import { ExemptionTable } from '#components/gate/exemption-table.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ExemptionListRow } from '#services/exemptions/list.ts';
import type { EventRow } from '#services/ledger/events.ts';

/** Where an auditor begins: what the ledger calls it, and what people call it. */
const BEGINNINGS = [
  ['token', 'tokens'],
  ['approval', 'approvals'],
  ['exemption', 'exemptions'],
  ['role', 'roles'],
  ['policy', 'policy'],
  ['access.denied', 'refusals'],
] as const;

/** Whatever is exempted at present, and what happened last: what somebody who audits comes for. */
export function AuditorDesk({
  exemptions,
  events,
}: {
  exemptions: readonly ExemptionListRow[];
  events: readonly EventRow[];
}) {
  return (
    <>
      <Section
        title="Exemptions in force"
        hint="Those that end first"
        flush={exemptions.length > 0}
        actions={
          <LinkButton small variant="quiet" href="/exemptions">
            All of them
          </LinkButton>
        }
      >
        {exemptions.length === 0 ? (
          <p className="text-ink-muted text-sm">Nothing is exempted at present.</p>
        ) : (
          <ExemptionTable rows={exemptions} label="Exemptions in force" />
        )}
      </Section>
      <Section
        title="Newest events"
        hint="Sign-ins left out"
        flush
        actions={
          <LinkButton small variant="quiet" href="/ledger">
            All of them
          </LinkButton>
        }
      >
        <p className="border-line flex flex-wrap gap-x-3 gap-y-1 border-b px-4 py-2 text-sm">
          <span className="text-ink-muted">Only</span>
          {BEGINNINGS.map(([action, word]) => (
            <Link key={action} prefetch={false} className="link" href={`/ledger?action=${action}`}>
              {word}
            </Link>
          ))}
        </p>
        <EventTable label="Newest events" rows={events} hrefOf={(entry) => `/ledger?entry=${entry}`} />
      </Section>
    </>
  );
}
