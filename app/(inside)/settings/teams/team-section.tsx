import Link from 'next/link';
import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import type { TeamRow } from '#services/teams/list-teams.ts';
import { removeMemberAction, setAccountableAction } from './actions.ts';

export function TeamSection({ team, mayManage }: { team: TeamRow; mayManage: boolean }) {
  return (
    <Section
      title={
        <Link className="link" href={`/teams/${encodeURIComponent(team.slug)}`}>
          <SafeText text={team.name} />
        </Link>
      }
      hint={<span className="font-mono text-xs">team:{team.slug}</span>}
      actions={mayManage && team.members.length > 0 ? <ManageTeam team={team} /> : null}
    >
      <KeyValues
        rows={[
          [
            'Accountable',
            team.accountable && !team.accountable.leftAt ? (
              <SafeText text={team.accountable.name} />
            ) : team.accountable ? (
              <Notice tone="warn">
                Nobody since <SafeText text={team.accountable.name} /> left: the gate’s “owner known” is unmet for this
                team’s models.
              </Notice>
            ) : (
              <Notice tone="warn">Nobody, so the gate’s “owner known” stays unmet for this team’s models.</Notice>
            ),
          ],
          [
            'Members',
            team.members.length === 0 ? (
              <span className="text-ink-muted">
                None. Administrators add them under{' '}
                <Link className="link" href="/settings/people">
                  People
                </Link>
                , and then name here who is accountable.
              </span>
            ) : (
              <ul>
                {team.members.map(({ id, name, since }) => (
                  <li key={id}>
                    <SafeText text={name} />{' '}
                    <span className="text-ink-muted text-xs">
                      since <TimeText at={since} />
                    </span>
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            'Namespaces',
            team.namespaces.length === 0 ? (
              <span className="text-ink-muted">None yet: the first registration claims one.</span>
            ) : (
              <span className="font-mono text-xs">{team.namespaces.map((name) => `${name}/…`).join('  ')}</span>
            ),
          ],
        ]}
      />
    </Section>
  );
}

function ManageTeam({ team }: { team: TeamRow }) {
  const subject = <input type="hidden" name="slug" value={team.slug} />;
  return (
    <Dialog small open="Manage" title={`Manage ${team.slug}`}>
      <ActionForm action={setAccountableAction} className="space-y-2">
        {subject}
        <SelectField
          name="personId"
          label="Accountable person"
          initial={team.accountable?.id ?? ''}
          choices={team.members.map(({ id, name }) => ({ value: id, label: name }))}
          empty="Choose a member"
        />
        <Submit small>Set</Submit>
        <FormDone />
      </ActionForm>
      <h3 className="mt-5 mb-2 text-sm font-medium">Members</h3>
      <ul className="space-y-2">
        {team.members.map(({ id, name }) => (
          <li key={id} className="flex items-center justify-between gap-2 text-sm">
            <SafeText text={name} />
            <ActionForm action={removeMemberAction}>
              {subject}
              <input type="hidden" name="personId" value={id} />
              <Submit variant="plain" small>
                Remove<span className="sr-only"> {name}</span>
              </Submit>
            </ActionForm>
          </li>
        ))}
      </ul>
      <p className="text-ink-muted mt-3 text-sm">
        Who leaves still cannot approve what the team owned while they belonged to it. Who answered for the team and
        leaves it leaves it with nobody.
      </p>
    </Dialog>
  );
}
