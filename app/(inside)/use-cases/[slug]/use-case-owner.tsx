import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField } from '#components/form/text-field.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { UseCaseView } from '#services/use-cases/read.ts';
import { handOverUseCaseAction } from '../actions.ts';

/** Who owns the use case and approves in its name; whether they left; and the way to somebody else. */
export function UseCaseOwner({ useCase }: { useCase: UseCaseView }) {
  const { owner, members, team } = useCase;
  return (
    <Section title="Owner">
      {owner.leftAt ? (
        <Notice tone="warn">
          <SafeText text={owner.name} /> left, <TimeText at={owner.leftAt} />. Nobody can approve as use-case owner
          until somebody takes it over.{' '}
          {useCase.handOverRefusal === null
            ? null
            : `Whoever answers for team ${team}, or an administrator, names them.`}
        </Notice>
      ) : (
        <p className="text-sm">
          <SafeText text={owner.name} />, who approves in its name where a tier asks for the use-case owner.
        </p>
      )}
      {useCase.handOverRefusal === null && members.length > 0 ? (
        <div className="mt-2">
          <Dialog
            small
            open={owner.leftAt ? 'Name a new owner' : 'Hand over'}
            title="Who owns this use case from now on?"
            description="What the former owner approved as use-case owner counts no more."
          >
            <ActionForm action={handOverUseCaseAction} className="space-y-3">
              <input type="hidden" name="slug" value={useCase.slug} />
              <SelectField
                name="personId"
                label="New owner"
                hint={`An active member of team ${team}`}
                choices={members
                  .filter(({ id }) => id !== owner.id)
                  .map(({ id, name }) => ({ value: id, label: name }))}
                empty="Choose a member"
              />
              <TextAreaField name="reason" label="Reason" required />
              <Submit>Hand it over</Submit>
            </ActionForm>
          </Dialog>
        </div>
      ) : null}
    </Section>
  );
}
