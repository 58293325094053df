import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getContext } from '#app/context.ts';
import { nextPath } from '#app/next-path.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { signInAction } from './actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: PageQuery }) {
  const to = nextPath(one(await searchParams, 'next') ?? null);
  if ((await getContext()).actor.kind === 'person') redirect(to);
  return (
    <section aria-labelledby="title" className="bg-raised border-line rounded-lg border p-5">
      <h1 id="title" className="mb-3 text-lg font-semibold">
        Sign in
      </h1>
      <ActionForm action={signInAction} className="space-y-3">
        <input type="hidden" name="to" value={to} />
        <TextField name="email" label="E-mail address" type="email" autoComplete="username" required autoFocus />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
        <Submit>Sign in</Submit>
      </ActionForm>
    </section>
  );
}
