'use server';
import { formAction } from '#app/action.ts';
import { type Asked, atOnceOrPropose } from '#services/people/at-once-or-propose.ts';
import { createPerson } from '#services/people/create-person.ts';
import { cancelProposal, confirmProposal } from '#services/people/decide-proposal.ts';
import { setDisabled } from '#services/people/disable-person.ts';
import { grantRole, revokeRole } from '#services/people/grant-role.ts';
import { linkWaitingIdentity } from '#services/people/link-identity.ts';
import { resetPassword } from '#services/people/reset-password.ts';
import { addMember } from '#services/teams/membership.ts';

/** What the form says: that it is done, or that another administrator has to confirm it. */
function said(asked: Pick<Asked<unknown>, 'proposalId'>, done: string): string {
  return asked.proposalId === null ? done : 'Proposed: it waits, at the top, for another administrator to confirm it.';
}

export const createPersonAction = formAction({
  act: async (ctx, fields) => {
    const account = { name: fields.text('name'), email: fields.text('email') };
    const asked = await atOnceOrPropose(ctx, () => createPerson(ctx, account), { kind: 'create-account', ...account });
    return { secret: asked.done?.oneTimePassword ?? null, proposalId: asked.proposalId };
  },
  done: (asked) => said(asked, ''),
});

export const grantRoleAction = formAction({
  act: (ctx, fields) => {
    const grant = { personId: fields.text('personId'), role: fields.text('role') };
    return atOnceOrPropose(ctx, () => grantRole(ctx, grant), { kind: 'grant-role', ...grant });
  },
  done: (asked) => said(asked, 'Role given'),
});

export const resetPasswordAction = formAction({
  act: async (ctx, fields) => {
    const about = { personId: fields.text('personId') };
    const asked = await atOnceOrPropose(ctx, () => resetPassword(ctx, about), { kind: 'reset-password', ...about });
    return { secret: asked.done?.oneTimePassword ?? null, proposalId: asked.proposalId };
  },
  done: (asked) => said(asked, ''),
});

export const linkIdentityAction = formAction({
  act: (ctx, fields) => {
    const link = { personId: fields.text('personId'), identityId: fields.text('identityId') };
    return atOnceOrPropose(ctx, () => linkWaitingIdentity(ctx, link), { kind: 'link-identity', ...link });
  },
  done: (asked) => said(asked, 'Linked'),
});

/** One form for all that waits: the button says which, and what becomes of it. */
export const decideProposalAction = formAction({
  act: async (ctx, fields) => {
    const cancelled = fields.optional('cancel');
    if (cancelled !== null) {
      await cancelProposal(ctx, { proposalId: cancelled });
      return { secret: null, said: 'Cancelled.' };
    }
    const { oneTimePassword } = await confirmProposal(ctx, { proposalId: fields.text('confirm') });
    return { secret: oneTimePassword, said: 'Confirmed, and done.' };
  },
  done: ({ said: text }) => text,
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
