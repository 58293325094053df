'use server';
import { formAction } from '#app/action.ts';
import { createTeam, setAccountable } from '#services/teams/create-team.ts';
import { removeMember } from '#services/teams/membership.ts';

export const createTeamAction = formAction({
  act: (ctx, fields) => createTeam(ctx, { slug: fields.text('slug'), name: fields.text('name') }),
  done: ({ slug }) => `Team ${slug} is there. Add its members under People.`,
});

export const setAccountableAction = formAction({
  act: (ctx, fields) => setAccountable(ctx, { slug: fields.text('slug'), personId: fields.text('personId') }),
  done: 'Accountable person set',
});

export const removeMemberAction = formAction({
  act: (ctx, fields) => removeMember(ctx, { slug: fields.text('slug'), personId: fields.text('personId') }),
});
