import Link from 'next/link';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { GateAnswerView } from '#components/gate/gate-answer.tsx';
import { RequirementTable, requirementSummary } from '#components/gate/requirement-table.tsx';
import { reviewWord } from '#components/gate/review-state.tsx';
import { OutcomeMark } from '#components/gate/status-mark.tsx';
import { Section } from '#components/ui/section.tsx';
import type { EnvironmentView, VersionView } from '#services/versions/read-version.ts';
import { askGateAction } from './actions.ts';

const SAYS = {
  allow: 'The gate would say yes: everything it asks for is there.',
  pending: 'Only approvals are missing.',
  deny: 'Something else than approvals is missing. Reviewers are asked once it is there.',
} as const;

const FORBIDDEN = 'It was retired or revoked, or its bytes were: nothing lets it in any more.';
const isForbidden = ({ requirements }: EnvironmentView['decision']) =>
  requirements.some(({ id, status }) => id === 'not-forbidden' && status === 'unmet');

/** What stands between this version and one environment, and the question to the gate. */
export function EnvironmentSection({ version, environment }: { version: VersionView; environment: EnvironmentView }) {
  const { name, gated, decision, review } = environment;
  return (
    <Section
      title={<span>Requirements for {name}</span>}
      hint={gated ? requirementSummary(decision.requirements) : 'not gated'}
      actions={<OutcomeMark outcome={decision.outcome} />}
      flush
    >
      <div className="border-line border-b px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="text-sm">{isForbidden(decision) ? FORBIDDEN : SAYS[decision.outcome]}</p>
          {review ? (
            <Link className="link text-sm" href={`/reviews/${review.id}`}>
              Review: {reviewWord(review.state, decision.outcome)}
            </Link>
          ) : null}
        </div>
        <AskGate version={version} environment={environment} />
      </div>
      <RequirementTable
        requirements={decision.requirements}
        label={`Requirements for ${name}`}
        ask={version.mine ? { ref: version.ref, environment: name } : null}
      />
    </Section>
  );
}

function AskGate({
  version,
  environment: { name, decision, review },
}: {
  version: VersionView;
  environment: EnvironmentView;
}) {
  if (!version.mine) {
    return (
      <p className="text-ink-muted mt-1 text-sm">Members of the owning team, and its pipelines, ask for promotion.</p>
    );
  }
  const waiting = decision.outcome === 'pending' && review?.state === 'open';
  // Asking is an act that is recorded and that bars the asker from approving, so it is offered only where it leads on.
  if (decision.outcome === 'deny' || waiting) return null;
  return (
    // A new environment is a new form: an answer about staging must not stand under production.
    <ActionForm key={name} action={askGateAction} className="mt-2">
      <input type="hidden" name="model" value={version.model} />
      <input type="hidden" name="version" value={version.version} />
      <input type="hidden" name="environment" value={name} />
      <Submit>
        {decision.outcome === 'allow' ? `Issue promotion token for ${name}` : `Request review for ${name}`}
      </Submit>
      <GateAnswerView />
    </ActionForm>
  );
}
