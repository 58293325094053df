import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { SecretOnce } from '#components/form/secret-once.tsx';
import { Submit } from '#components/form/submit.tsx';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ProposalRow } from '#services/people/list-proposals.ts';
import { decideProposalAction } from './actions.ts';

function what({ kind, role }: ProposalRow): string {
  if (kind === 'grant-role') return `Give the role of ${roleLabel(role ?? '').toLowerCase()} to`;
  if (kind === 'create-account') return 'Make a local account for';
  return kind === 'reset-password' ? 'Reset the password of' : 'Link the waiting sign-in to';
}

/** What waits for a second administrator. One form around all: its answer stays when the row that it was about has gone. */
export function Proposals({ rows, nextHref }: { rows: readonly ProposalRow[]; nextHref: string | null }) {
  return (
    <Section
      title="Waiting for a second administrator"
      hint="Outside trial mode nobody gives approving roles, makes accounts, resets passwords or links sign-ins alone."
    >
      <ActionForm action={decideProposalAction} label="Decide proposals">
        {rows.length === 0 ? <p className="text-ink-muted text-sm">Nothing waits.</p> : null}
        <ul className="divide-line divide-y">
          {rows.map((row) => (
            <li key={row.id} className="flex flex-wrap items-start justify-between gap-2 py-2 text-sm">
              <div className="min-w-0">
                {what(row)}{' '}
                <strong>
                  <SafeText text={row.name} />
                </strong>
                {row.email === null ? null : (
                  <>
                    {' '}
                    (<SafeText text={row.email} />)
                  </>
                )}
                <span className="text-ink-muted block">
                  Proposed by <SafeText text={row.proposedBy} /> <TimeText at={row.proposedAt} />, ends{' '}
                  <TimeText at={row.expiresAt} />
                  {row.refusal === null ? null : `. ${row.refusal}.`}
                </span>
              </div>
              <div className="flex gap-2">
                {row.refusal === null ? (
                  <Submit small name="confirm" value={row.id}>
                    Confirm<span className="sr-only"> for {row.name}</span>
                  </Submit>
                ) : null}
                <Submit variant="plain" small name="cancel" value={row.id}>
                  Cancel<span className="sr-only"> for {row.name}</span>
                </Submit>
              </div>
            </li>
          ))}
        </ul>
        <FormDone />
        <SecretOnce label="One-time password">
          Hand over this password; it is shown this once and has to be changed at the first sign-in.
        </SecretOnce>
      </ActionForm>
      {nextHref === null ? null : (
        <p className="mt-2 text-sm">
          <a className="underline underline-offset-2" href={nextHref}>
            More that wait
          </a>
        </p>
      )}
    </Section>
  );
}
