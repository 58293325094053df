import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField } from '#components/form/text-field.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Ownership } from '#services/owners/read-ownership.ts';
import { ModelFields, type ModelName } from './handover.tsx';
import { takeOverAction } from './ownership-actions.ts';

/** An owner in person who is not here, and the way to somebody who is. */
export function TakeOver({
  model,
  gone,
  owned,
}: {
  model: ModelName;
  gone: Ownership['gone'][number];
  owned: Ownership;
}) {
  const refusal = owned.refusals.takeOver;
  return (
    <Notice tone="warn">
      <p>
        <SafeText text={gone.owner} />, whom{' '}
        {gone.versions === 1 ? 'a version names' : `${gone.versions} versions name`} as owner,{' '}
        {gone.leftAt ? 'left ' : 'is not here'}
        {gone.leftAt ? <TimeText at={gone.leftAt} /> : null}. Until somebody takes over, the gate’s “owner known” is
        unmet.
      </p>
      {refusal === null ? (
        <div className="mt-2">
          <Dialog
            small
            open="Take over"
            title="Who owns it from now on?"
            description="The manifests stay as they are; the model records who owns it instead. Who takes over approves nothing of it."
          >
            <ActionForm action={takeOverAction} className="space-y-3">
              <ModelFields model={model} />
              <input type="hidden" name="owner" value={gone.owner} />
              <SelectField
                name="personId"
                label="New owner"
                hint="An active member of the owning team"
                choices={owned.members.map(({ id, name }) => ({ value: id, label: name }))}
                empty="Choose a member"
              />
              <TextAreaField name="reason" label="Reason" required />
              <Submit>Record the new owner</Submit>
            </ActionForm>
          </Dialog>
        </div>
      ) : (
        <p className="mt-1">Whoever answers for team {owned.team.slug}, or an administrator, names somebody here.</p>
      )}
    </Notice>
  );
}
