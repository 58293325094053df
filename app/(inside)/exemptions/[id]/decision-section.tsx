import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField, TextField } from '#components/form/text-field.tsx';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ExemptionView } from '#services/exemptions/read.ts';
import { decideExemptionAction, withdrawExemptionAction } from '../actions.ts';

/** Approve or reject while it waits, with why this reader cannot; and the way to end it. */
export function DecisionSection({ exemption }: { exemption: ExemptionView }) {
  const { state, terms, verdicts } = exemption;
  const approvals = verdicts.filter(({ verdict }) => verdict === 'approve').length;
  const waiting = state === 'waiting';
  return (
    <Section title="Decision" hint={waiting ? `${approvals} of ${terms.approvers} approvals` : undefined}>
      <div className="space-y-3">
        {waiting && exemption.refusal !== null ? (
          <Notice>
            {verdicts.some(({ mine }) => mine) ? '' : 'You cannot decide: '}
            <SafeText text={exemption.refusal} />.
          </Notice>
        ) : null}
        {/* Stays when it has been decided: what came of it is still to be said. */}
        <ActionForm action={decideExemptionAction} className="space-y-3">
          {waiting && exemption.refusal === null ? <VerdictFields exemption={exemption} /> : null}
          <FormDone />
        </ActionForm>
        {waiting || exemption.mayWithdraw ? null : <p className="text-ink-muted text-sm">Nothing is left to decide.</p>}
        <Withdraw exemption={exemption} />
      </div>
    </Section>
  );
}

function VerdictFields({ exemption }: { exemption: ExemptionView }) {
  const parts = exemption.parts.filter(({ refusal }) => refusal === null);
  const [first] = parts;
  return (
    <>
      <input type="hidden" name="exemptionId" value={exemption.id} />
      {parts.length > 1 ? (
        <SelectField
          name="capacity"
          label="As"
          choices={parts.map(({ capacity }) => ({ value: capacity, label: roleLabel(capacity) }))}
          initial={first?.capacity ?? ''}
        />
      ) : (
        <p className="text-sm">
          You decide as <strong>{roleLabel(first?.capacity ?? 'reviewer').toLowerCase()}</strong>.
        </p>
      )}
      <TextAreaField name="comment" label="Comment" hint="Needed to reject" maxLength={5000} />
      <div className="flex flex-wrap gap-2">
        <Submit name="verdict" value="approve">
          Approve
        </Submit>
        <Submit name="verdict" value="refuse" variant="danger">
          Reject
        </Submit>
      </div>
      <p className="text-ink-muted text-sm">Takes a sign-in within the last 5 minutes.</p>
    </>
  );
}

function tokensThatEnd(count: number): string {
  if (count === 0) return 'No live token rests on it.';
  return `${count === 1 ? 'One live token rests on it and ends' : `${count} live tokens rest on it and end`} with it.`;
}

function Withdraw({ exemption }: { exemption: ExemptionView }) {
  if (!exemption.mayWithdraw) return null;
  const live = exemption.state === 'live';
  return (
    <Dialog
      small
      open={live ? 'Withdraw' : 'Withdraw the request'}
      title={live ? 'Withdraw this exemption?' : 'Withdraw this request?'}
      description={
        live
          ? `The requirement is unmet from then on. ${tokensThatEnd(exemption.liveTokens)} This cannot be undone.`
          : 'It can be asked for anew.'
      }
    >
      <ActionForm action={withdrawExemptionAction} className="space-y-3">
        <input type="hidden" name="exemptionId" value={exemption.id} />
        <TextField name="reason" label="Reason" autoComplete="off" maxLength={2000} required />
        <Submit variant="danger">{live ? 'Withdraw the exemption' : 'Withdraw the request'}</Submit>
      </ActionForm>
    </Dialog>
  );
}
