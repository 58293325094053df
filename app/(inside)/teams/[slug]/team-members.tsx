import { ActionForm } from '#components/form/action-form.tsx';
import { SelectField } from '#components/form/choice-fields.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { TeamView } from '#services/teams/read-team.ts';
import { setAccountableAction } from '../../settings/teams/actions.ts';

/** Who belongs to the team, since when, and who answers for it. */
export function TeamMembers({ team, mayManage }: { team: TeamView; mayManage: boolean }) {
  const active = team.members.filter(({ leftAt }) => leftAt === null);
  return (
    <Section title="Members" hint={`${team.members.length}`} flush>
      {team.members.length === 0 ? null : (
        <Table label="Members">
          <thead>
            <tr>
              <Th className="w-full">Name</Th>
              <Th>Standing</Th>
              <Th>Since</Th>
            </tr>
          </thead>
          <TBody>
            {team.members.map(({ id, name, since, leftAt }) => (
              <tr key={id}>
                <Td>
                  <SafeText text={name} />
                </Td>
                <Td>
                  {leftAt ? (
                    <Badge tone="warn">
                      left <TimeText at={leftAt} />
                    </Badge>
                  ) : id === team.accountable?.id ? (
                    <Badge tone="accent">accountable</Badge>
                  ) : (
                    'member'
                  )}
                </Td>
                <Td>
                  <TimeText at={since} />
                </Td>
              </tr>
            ))}
          </TBody>
        </Table>
      )}
      {mayManage && active.length > 0 ? (
        <ActionForm action={setAccountableAction} className="flex flex-wrap items-end gap-2 p-4">
          <input type="hidden" name="slug" value={team.slug} />
          <SelectField
            name="personId"
            label="Who answers for it"
            initial={team.accountable?.leftAt === null ? team.accountable.id : ''}
            choices={active.map(({ id, name }) => ({ value: id, label: name }))}
            empty="Choose a member"
          />
          <Submit variant="plain">Name them</Submit>
          <FormDone />
        </ActionForm>
      ) : null}
    </Section>
  );
}
