import { UsersRound } from 'lucide-react';
import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { holds } from '#app/holds.ts';
import { one, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { writeCursor } from '#services/paging.ts';
import { listTeams } from '#services/teams/list-teams.ts';
import { SettingsHeader } from '../settings-header.tsx';
import { createTeamAction } from './actions.ts';
import { TeamSection } from './team-section.tsx';

export const metadata: Metadata = { title: 'Teams' };

export default async function TeamsPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const { teams, mayManage } = await load(async (ctx) => ({
    teams: await listTeams(ctx, { cursor: one(query, 'cursor'), limit: 25 }),
    mayManage: holds(ctx.actor, 'administrator'),
  }));
  return (
    <>
      <SettingsHeader current="teams" />
      {mayManage ? (
        <div className="mb-3 flex justify-end">
          <Dialog
            variant="primary"
            open="Create a team"
            title="Create a team"
            description="A team owns model namespaces and use cases."
          >
            <ActionForm action={createTeamAction} className="space-y-3">
              <TextField
                name="slug"
                label="Short name"
                hint="As in manifests: owner: team:credit. It cannot be changed."
                autoComplete="off"
                required
              />
              <TextField name="name" label="Name" autoComplete="off" required />
              <Submit>Create the team</Submit>
              <FormDone />
            </ActionForm>
          </Dialog>
        </div>
      ) : null}
      {teams.rows.length === 0 ? (
        <EmptyState icon={UsersRound} title="No teams yet">
          A model namespace belongs to the team that claims it, so registering starts with a team.
        </EmptyState>
      ) : (
        <div className="grid gap-4 lg:grid-cols-2">
          {teams.rows.map((team) => (
            <TeamSection key={team.slug} team={team} mayManage={mayManage} />
          ))}
        </div>
      )}
      <Pager {...pagerLinks('/settings/teams', query, writeCursor(teams.next))} />
    </>
  );
}
