'use client';
import { FieldGroup, StepFrame } from './step-frame.tsx';
import { useWizard } from './wizard-context.ts';
import { Text, TextArea } from './wizard-fields.tsx';

export function IdentityStep() {
  const { choices } = useWizard();
  const owners = [...choices.teams.map((team) => `team:${team}`), `user:${choices.email}`];
  return (
    <StepFrame title="Identity and owner" lead="What it is called, and who answers for it.">
      <FieldGroup title="Name">
        <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
          <Text
            at="/model"
            label="Model"
            placeholder="namespace/name"
            suggestions={choices.namespaces.map((namespace) => `${namespace}/`)}
            hint={
              choices.namespaces.length > 0
                ? `namespace/name. Your teams hold: ${choices.namespaces.join(', ')}. A new namespace becomes your team’s.`
                : 'namespace/name. The namespace becomes your team’s with its first version.'
            }
          />
          <Text at="/version" label="Version" placeholder="1.0.0" hint="For good: other bytes are another version." />
        </div>
        <TextArea at="/description" label="Description" hint="What the model does, in a sentence or two." />
      </FieldGroup>
      <FieldGroup title="Owner and licence">
        <Text
          at="/owner"
          label="Owner"
          placeholder="team:…"
          suggestions={owners}
          hint={`team:<slug> or user:<e-mail address>, such as ${owners[0]}. Nothing is promoted while the owner is unknown.`}
        />
        <Text at="/license" label="Licence" hint="SPDX identifier where there is one, such as apache-2.0." />
      </FieldGroup>
    </StepFrame>
  );
}
