import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { requirePerson } from '#app/context.ts';
import { roleLabels } from '#components/gate/role-labels.ts';
import { AccountMenu } from '#components/shell/account-menu.tsx';
import { NoticeBell } from '#components/shell/notice-bell.tsx';
import { THEME_COOKIE, themeOf } from '#components/shell/theme.ts';
import { DeploymentBanner, TopBar } from '#components/shell/top-bar.tsx';
import { unreadNotices } from '#services/notices/list.ts';
import { signOutAction } from './actions.ts';

/** Behind the door: nothing below is rendered for nobody. */
export default async function InsideLayout({ children }: { children: ReactNode }) {
  const ctx = await requirePerson();
  const { actor, runtime } = ctx;
  // Whose password another chose may look at nothing yet, notices included.
  const unread = actor.mustChangePassword ? 0 : await unreadNotices(ctx);
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const account = (
    <AccountMenu
      name={actor.name}
      email={actor.email}
      roles={roleLabels(actor.grants.map(({ role }) => role))}
      theme={theme}
      signOut={signOutAction}
    />
  );
  return (
    <>
      {runtime.config.store.kind === 'embedded' ? (
        <DeploymentBanner>
          Embedded store: one process, trial. Tokens say so, and only a trial trust file accepts them.
        </DeploymentBanner>
      ) : runtime.trial ? (
        <DeploymentBanner>
          Trial: people sign in with local accounts. Tokens say so, and only a trial trust file accepts them.
        </DeploymentBanner>
      ) : null}
      <TopBar notices={<NoticeBell unread={unread} />} account={account} />
      <main id="main" className="mx-auto max-w-7xl px-4 py-5">
        {children}
      </main>
    </>
  );
}
