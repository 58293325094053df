import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { FactFields } from '#components/form/fact-fields.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField, TextField } from '#components/form/text-field.tsx';
import { UseCaseImpact } from '#components/gate/use-case-impact.tsx';
import { Section } from '#components/ui/section.tsx';
import type { UseCaseImpact as Impact } from '#services/use-cases/impact.ts';
import type { UseCaseView } from '#services/use-cases/read.ts';
import { submitUseCaseAction } from './actions.ts';

/** For the first version of a use case, or with `before` for the next one. */
export function UseCaseForm({
  teams,
  before,
  impact = null,
}: {
  teams: readonly string[];
  before: UseCaseView | null;
  impact?: Impact | null;
}) {
  const newest = before?.versions[0] ?? null;
  return (
    <ActionForm action={submitUseCaseAction} className="grid max-w-3xl gap-4" label="Use case">
      <Section title="What it is">
        <div className="space-y-4">
          {before ? (
            <>
              <input type="hidden" name="slug" value={before.slug} />
              <input type="hidden" name="team" value={before.team} />
            </>
          ) : (
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                name="slug"
                label="Name"
                hint="As manifests write it, such as credit-limit-increase"
                autoComplete="off"
                required
              />
              <SelectField
                name="team"
                label="Team"
                choices={teams.map((slug) => ({ value: slug, label: slug }))}
                initial={teams.length === 1 ? (teams[0] ?? '') : ''}
                empty="Choose"
              />
            </div>
          )}
          <TextField name="title" label="Title" defaultValue={newest?.title ?? ''} autoComplete="off" required />
          <TextAreaField
            name="description"
            label="What the business approves the model to do"
            defaultValue={newest?.description ?? ''}
            rows={4}
            required
          />
        </div>
      </Section>
      <Section title="Facts" hint="They decide the tier. Unknown counts as high until somebody finds out.">
        <FactFields facts={newest?.facts ?? null} />
      </Section>
      <Section title="Tags">
        <TextField
          name="tags"
          label="Further classification"
          defaultValue={newest?.tags.join(' ') ?? ''}
          hint="With spaces between, such as internal or experimental. A tag that no policy defines counts as high."
          autoComplete="off"
        />
      </Section>
      {impact && newest ? <UseCaseImpact resting={impact} before={{ facts: newest.facts, tags: newest.tags }} /> : null}
      <div className="flex flex-wrap items-center gap-3">
        <Submit>{before ? `Submit version ${(newest?.number ?? 0) + 1}` : 'Submit for approval'}</Submit>
        <p className="text-ink-muted text-sm">A risk reviewer outside your team decides on it.</p>
      </div>
    </ActionForm>
  );
}
