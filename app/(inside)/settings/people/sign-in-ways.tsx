import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { SecretOnce } from '#components/form/secret-once.tsx';
import { Submit } from '#components/form/submit.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SignIns } from '#services/people/read-sign-ins.ts';
import { linkIdentityAction, resetPasswordAction } from './actions.ts';

/** How somebody signs in, and what an administrator can do about it. One human is one person, by whatever door. */
export function SignInWays({ personId, signIns, trial }: { personId: string; signIns: SignIns; trial: boolean }) {
  const subject = <input type="hidden" name="personId" value={personId} />;
  const waiting = signIns.identities.filter(({ linked }) => !linked);
  return (
    <div className="space-y-3">
      <h3 className="text-sm font-medium">Signs in</h3>
      <ul className="space-y-1 text-sm">
        {signIns.hasPassword ? <li>with a password kept here</li> : null}
        {signIns.identities
          .filter(({ linked }) => linked)
          .map(({ id, issuer, subject: sub }) => (
            <li key={id} className="break-words">
              through {new URL(issuer).host}, as <SafeText text={sub} />
            </li>
          ))}
        {signIns.hasPassword || signIns.identities.some(({ linked }) => linked) ? null : <li>in no way</li>}
      </ul>
      <ActionForm action={linkIdentityAction} className="space-y-2">
        {subject}
        {waiting.map(({ id, issuer, subject: sub, seenAt }) => (
          <div key={id} className="space-y-2">
            <Notice tone="warn">
              Somebody signed in through {new URL(issuer).host} as <SafeText text={sub} /> with this person’s e-mail
              address, <TimeText at={seenAt} />, and was turned away. Link it only when you know that it is the same
              human.
            </Notice>
            <Submit variant="plain" small name="identityId" value={id}>
              {trial ? 'Link this sign-in' : 'Propose to link this sign-in'}
            </Submit>
          </div>
        ))}
        <FormDone />
      </ActionForm>
      {signIns.hasPassword ? (
        <ActionForm action={resetPasswordAction} className="space-y-2">
          {subject}
          <Submit variant="plain" small>
            {trial ? 'Reset the password' : 'Propose to reset the password'}
          </Submit>
          <FormDone />
          <SecretOnce label="One-time password">
            Hand over this password; it is shown this once. The person’s sessions have ended.
          </SecretOnce>
        </ActionForm>
      ) : null}
    </div>
  );
}
