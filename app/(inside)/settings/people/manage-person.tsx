import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { roleChoices } from '#components/gate/role-choices.ts';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import type { PersonRow } from '#services/people/list-people.ts';
import type { SignIns } from '#services/people/read-sign-ins.ts';
import { grantRoleAction, joinTeamAction, revokeRoleAction, setDisabledAction } from './actions.ts';
import { SignInWays } from './sign-in-ways.tsx';

/** What an administrator can do about one person. Forms send the person's id; the service checks who asks. */
export function ManagePerson({
  person,
  signIns,
  trial,
  teams,
  closeHref,
}: {
  person: PersonRow;
  signIns: SignIns;
  trial: boolean;
  teams: readonly string[];
  closeHref: string;
}) {
  const held = new Set<string>(person.roles.map(({ role }) => role));
  const subject = <input type="hidden" name="personId" value={person.id} />;
  const open = teams.filter((slug) => !person.teams.includes(slug));
  return (
    <Section
      title={<SafeText text={person.name} />}
      hint={<SafeText text={person.email} />}
      actions={
        <LinkButton small variant="quiet" href={closeHref} scroll={false}>
          Close
        </LinkButton>
      }
    >
      <div className="grid gap-6 md:grid-cols-3">
        <div className="space-y-3">
          <h3 className="text-sm font-medium">Roles held</h3>
          {person.roles.length === 0 ? <p className="text-ink-muted text-sm">None</p> : null}
          <ul className="space-y-2">
            {person.roles.map(({ role, expiresAt, atSetup, sourceGroup }) => (
              <li key={role} className="flex items-start justify-between gap-2 text-sm">
                <span>
                  {roleLabel(role)}
                  <span className="text-ink-muted block text-xs">
                    ends <TimeText at={expiresAt} />
                    {atSetup ? ', given at set-up' : ''}
                    {sourceGroup === null ? null : (
                      <>
                        , from the group <SafeText text={sourceGroup} />: comes back at the next sign-in while the
                        person is in it
                      </>
                    )}
                  </span>
                </span>
                <ActionForm action={revokeRoleAction}>
                  {subject}
                  <input type="hidden" name="role" value={role} />
                  <Submit variant="plain" small>
                    Take away<span className="sr-only"> {roleLabel(role)}</span>
                  </Submit>
                </ActionForm>
              </li>
            ))}
          </ul>
        </div>
        <div className="space-y-4">
          <ActionForm action={grantRoleAction} className="space-y-2">
            {subject}
            <SelectField name="role" label="Give a role" choices={roleChoices(held)} empty="Choose" />
            <Submit variant="plain" small>
              {trial ? 'Give the role' : 'Give or propose the role'}
            </Submit>
            {trial ? null : <p className="text-ink-muted text-sm">Approving roles wait for a second administrator.</p>}
            <FormDone />
          </ActionForm>
          <ActionForm action={joinTeamAction} className="space-y-2">
            {subject}
            <SelectField
              name="slug"
              label="Add to a team"
              choices={open.map((slug) => ({ value: slug, label: slug }))}
              empty={open.length > 0 ? 'Choose' : teams.length === 0 ? 'There are no teams yet' : 'In every team'}
              hint="Members never approve what the team owns, and leaving does not undo that for what exists."
            />
            <Submit variant="plain" small>
              Add to the team
            </Submit>
            <FormDone />
          </ActionForm>
        </div>
        <div className="space-y-4">
          <SignInWays personId={person.id} signIns={signIns} trial={trial} />
          <ActionForm action={setDisabledAction} className="space-y-2">
            {subject}
            <h3 className="text-sm font-medium">{person.disabled ? 'Account disabled' : 'Account'}</h3>
            <p className="text-ink-muted text-sm">
              {person.disabled
                ? 'The person’s sessions and pipeline keys ended with it. What they did stays on record.'
                : 'Disabling ends the person’s sessions and pipeline keys at once. What they did stays on record.'}
            </p>
            <input type="hidden" name="disabled" value={person.disabled ? 'no' : 'yes'} />
            <Submit variant={person.disabled ? 'plain' : 'danger'} small>
              {person.disabled ? 'Enable the account' : 'Disable the account'}
            </Submit>
          </ActionForm>
        </div>
      </div>
    </Section>
  );
}
