'use server';
import { formAction } from '#app/action.ts';
import { createPerson } from '#services/people/create-person.ts';
import { setDisabled } from '#services/people/disable-person.ts';
import { grantRole, revokeRole } from '#services/people/grant-role.ts';
import { addMember } from '#services/teams/membership.ts';

export const createPersonAction = formAction({
  act: async (ctx, fields) => {
    const { oneTimePassword } = await createPerson(ctx, { name: fields.text('name'), email: fields.text('email') });
    return { secret: oneTimePassword };
  },
});

export const grantRoleAction = formAction({
  act: (ctx, fields) => grantRole(ctx, { personId: fields.text('personId'), role: fields.text('role') }),
  done: 'Role given',
});

export const revokeRoleAction = formAction({
  act: (ctx, fields) => revokeRole(ctx, { personId: fields.text('personId'), role: fields.text('role') }),
});

export const joinTeamAction = formAction({
  act: (ctx, fields) => addMember(ctx, { personId: fields.text('personId'), slug: fields.text('slug') }),
  done: 'Added to the team',
});

export const setDisabledAction = formAction({
  act: (ctx, fields) =>
    setDisabled(ctx, { personId: fields.text('personId'), disabled: fields.text('disabled') === 'yes' }),
});
