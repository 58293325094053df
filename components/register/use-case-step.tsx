'use client';
import { useWatch } from 'react-hook-form';
import { UseCaseStateMark } from '#components/gate/use-case-state.tsx';
import type { WizardContent } from './content.ts';
import { FieldGroup, StepFrame } from './step-frame.tsx';
import { Names, Tags } from './tags-field.tsx';
import { useWizard } from './wizard-context.ts';
import { Select, Text } from './wizard-fields.tsx';

const EXPOSURES = {
  none: 'nobody: batch only',
  internal: 'the organisation',
  external: 'known outsiders: customers, partners',
  public: 'anyone',
};

export function UseCaseStep() {
  const { choices } = useWizard();
  return (
    <StepFrame
      title="Use case"
      lead="What the business approved it to do. The tier follows from the facts of the use case and from the tags; nobody types it in."
    >
      <FieldGroup title="Use case">
        <Text
          at="/useCase"
          label="Use case"
          suggestions={choices.useCases.map(({ slug }) => slug)}
          hint="The short name of a registered use case."
        />
        <ChosenUseCase />
      </FieldGroup>
      <FieldGroup title="Classification">
        <Tags at="/classification" label="Tags of this version" hint="A tag that no policy defines counts as high." />
      </FieldGroup>
      <FieldGroup title="Where it will run" hint="Optional. What is named here is what may be asked for.">
        <div className="grid gap-4 sm:grid-cols-2">
          <Names at="/runtime/environments" label="Environments" suggestions={choices.environments} />
          <Names at="/runtime/regions" label="Regions" hint="Such as eu-west-1." />
          <Select at="/runtime/exposure" label="Who can reach it" empty="not stated" choices={EXPOSURES} />
          <Names at="/runtime/dataClasses" label="Classes of data it reads" hint="Tags, such as customer-data." />
        </div>
      </FieldGroup>
    </StepFrame>
  );
}

/** Whether the name is one that the register knows, and how far its approval is. */
function ChosenUseCase() {
  const { choices } = useWizard();
  const slug = useWatch<WizardContent, 'useCase'>({ name: 'useCase' });
  const chosen = choices.useCases.find((useCase) => useCase.slug === slug);
  if (slug === '') {
    return choices.useCases.length > 0 ? null : (
      <p className="text-ink-muted text-sm">
        None is registered yet.{' '}
        <a className="link" href="/use-cases/new" target="_blank" rel="noreferrer">
          Describe one in a new tab
        </a>
        ; this form is kept.
      </p>
    );
  }
  return (
    <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
      {chosen ? (
        <>
          <UseCaseStateMark state={chosen.state as 'approved'} />
          <bdi>{chosen.title}</bdi>
        </>
      ) : (
        <span className="text-ink-muted">
          Not among the use cases listed here. You may register all the same; the gate asks for it.
        </span>
      )}
    </p>
  );
}
