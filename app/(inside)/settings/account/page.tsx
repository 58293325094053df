import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { BrowserName } from '#components/gate/browser-name.tsx';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { ActionsTh, Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { listSessions } from '#services/people/list-sessions.ts';
import { readSignIns } from '#services/people/read-sign-ins.ts';
import { SettingsHeader } from '../settings-header.tsx';
import { changePasswordAction, endSessionAction } from './actions.ts';

export const metadata: Metadata = { title: 'My account' };

export default async function AccountPage({ searchParams }: { searchParams: PageQuery }) {
  const mustChange = one(await searchParams, 'change') !== undefined;
  const { actor, sessions, signIns } = await load(async (ctx) => ({
    actor: ctx.actor,
    sessions: await listSessions(ctx),
    signIns: await readSignIns(ctx, ctx.actor.id),
  }));
  return (
    <>
      <SettingsHeader current="account" />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Section title="You">
          <KeyValues
            rows={[
              ['Name', <SafeText key="name" text={actor.name} />],
              ['E-mail address', <SafeText key="email" text={actor.email} />],
              ['Teams', actor.teams.join(', ') || 'none'],
              [
                'Roles',
                actor.grants.length === 0 ? (
                  'none'
                ) : (
                  <ul key="roles">
                    {actor.grants.map(({ id, role, expiresAt, sourceGroup }) => (
                      <li key={id}>
                        {roleLabel(role)}, ends <TimeText at={expiresAt} />
                        {sourceGroup === null ? null : (
                          <span className="text-ink-muted">
                            {' '}
                            (from the group <SafeText text={sourceGroup} />)
                          </span>
                        )}
                      </li>
                    ))}
                  </ul>
                ),
              ],
            ]}
          />
        </Section>
        {signIns.hasPassword ? (
          <Section title="Password">
            <ActionForm action={changePasswordAction} className="space-y-3">
              {mustChange ? (
                <Notice tone="warn">Somebody else knows your password. Choose your own before you go on.</Notice>
              ) : null}
              <TextField
                name="current"
                label="Present password"
                type="password"
                autoComplete="current-password"
                required
              />
              <TextField
                name="next"
                label="New password"
                type="password"
                autoComplete="new-password"
                hint="At least 12 characters"
                required
              />
              <Submit>Change the password</Submit>
              <FormDone />
            </ActionForm>
          </Section>
        ) : (
          <Section title="Sign-in">
            <p className="text-sm">
              Through {signIns.identities.map(({ issuer }) => new URL(issuer).host).join(', ') || 'the provider'}. You
              have no password here.
            </p>
          </Section>
        )}
        <div className="min-w-0 lg:col-span-2">
          <Section title="Sessions" flush hint="Each ends 12 hours after its sign-in">
            <Table label="Sessions">
              <thead>
                <tr>
                  <Th>Signed in</Th>
                  <Th>Ends</Th>
                  <Th>Browser</Th>
                  <ActionsTh />
                </tr>
              </thead>
              <TBody>
                {sessions.map((session) => (
                  <tr key={session.id}>
                    <Td>
                      <TimeText at={session.createdAt} />
                    </Td>
                    <Td>
                      <TimeText at={session.expiresAt} />
                    </Td>
                    <Td className="w-full">
                      <BrowserName userAgent={session.userAgent} />
                    </Td>
                    <Td className="text-right">
                      {session.current ? (
                        <Badge tone="accent">this one</Badge>
                      ) : (
                        <ActionForm action={endSessionAction}>
                          <input type="hidden" name="id" value={session.id} />
                          <Submit variant="plain" small>
                            End
                          </Submit>
                        </ActionForm>
                      )}
                    </Td>
                  </tr>
                ))}
              </TBody>
            </Table>
          </Section>
        </div>
      </div>
    </>
  );
}
