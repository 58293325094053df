import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField } from '#components/form/text-field.tsx';
import { EndImpact } from '#components/gate/end-impact.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { EndImpact as Impact } from '#services/retirement/impact.ts';
import { ModelFields, type ModelName } from './handover.tsx';
import { reinstateModelAction, retireModelAction } from './ownership-actions.ts';

export function RetireModel({ model, impact }: { model: ModelName; impact: Impact }) {
  return (
    <Dialog
      small
      open="Retire the model"
      title="Retire this model?"
      description="Every version in use is retired with it, for good, and it takes no new ones until somebody takes it out of retirement."
    >
      <ActionForm action={retireModelAction} className="space-y-3">
        <ModelFields model={model} />
        <EndImpact impact={impact} versions={impact.versions} />
        <TextAreaField name="reason" label="Reason" hint="Stays with every version, for everybody to read" required />
        <Submit variant="danger">Retire the model</Submit>
      </ActionForm>
    </Dialog>
  );
}

export function ReinstateModel({ model }: { model: ModelName }) {
  return (
    <Dialog
      small
      open="Take out of retirement"
      title="Take this model out of retirement?"
      description="It takes new versions again. Those that were retired stay so: register the bytes as a new version and have it reviewed."
    >
      <ActionForm action={reinstateModelAction} className="space-y-3">
        <ModelFields model={model} />
        <TextAreaField name="reason" label="Reason" required />
        <Submit>Take it out of retirement</Submit>
      </ActionForm>
    </Dialog>
  );
}
