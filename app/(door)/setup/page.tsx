import type { Metadata } from 'next';
import Link from 'next/link';
import { getContext } from '#app/context.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { readSignInWays } from '#services/people/sign-in-ways.ts';
import { setUpAction } from './actions.ts';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetUpPage({ searchParams }: { searchParams: PageQuery }) {
  const link = one(await searchParams, 'link');
  const { nobody } = await readSignInWays((await getContext()).runtime);
  return (
    <section aria-labelledby="title" className="bg-raised border-line rounded-lg border p-5">
      <h1 id="title" className="text-lg font-semibold">
        First administrator
      </h1>
      <p className="text-ink-muted mb-4 text-sm">
        Administrators manage people, roles and teams, and are bound by the same rules as everyone: the role approves
        nothing.
      </p>
      {!nobody ? (
        <Notice>
          There is an administrator already.{' '}
          <Link className="font-medium underline underline-offset-2" href="/sign-in">
            Sign in
          </Link>
        </Notice>
      ) : link === undefined ? (
        <Notice tone="warn">Open the one-time link that the server printed when it started.</Notice>
      ) : (
        <ActionForm action={setUpAction} className="space-y-3">
          <input type="hidden" name="link" value={link} />
          <TextField name="name" label="Your name" autoComplete="name" required autoFocus />
          <TextField name="email" label="E-mail address" type="email" autoComplete="username" required />
          <TextField
            name="password"
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="At least 12 characters"
            required
          />
          <Submit>Create the account and sign in</Submit>
        </ActionForm>
      )}
    </section>
  );
}
