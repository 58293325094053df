import { LogIn } from 'lucide-react';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getContext } from '#app/context.ts';
import { nextPath } from '#app/next-path.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { signInProblem } from '#app/sign-in-problems.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { readSignInWays } from '#services/people/sign-in-ways.ts';
import { providerSignInAction, signInAction } from './actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const to = nextPath(one(query, 'next') ?? null);
  const ctx = await getContext();
  if (ctx.actor.kind === 'person') redirect(to);
  const ways = await readSignInWays(ctx.runtime);
  const problem = signInProblem(one(query, 'refused'), one(query, 'error'));
  return (
    <section aria-labelledby="title" className="bg-raised border-line space-y-4 rounded-lg border p-5">
      <h1 id="title" className="text-lg font-semibold">
        Sign in
      </h1>
      {ways.nobody ? (
        <Notice tone="warn">
          Nobody has an account yet. Make the first administrator’s with the link that the server printed when it
          started.
        </Notice>
      ) : null}
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
      {ways.provider === null ? null : (
        <ActionForm action={providerSignInAction} className="space-y-2">
          <input type="hidden" name="to" value={to} />
          <Submit>
            <LogIn aria-hidden className="size-4" />
            Sign in with {ways.provider}
          </Submit>
        </ActionForm>
      )}
      {ways.local ? (
        <ActionForm action={signInAction} className="space-y-3" label="With a local account">
          {ways.provider === null ? null : (
            <h2 className="border-line text-ink-muted border-t pt-4 text-sm font-medium">Or with a local account</h2>
          )}
          <input type="hidden" name="to" value={to} />
          <TextField
            name="email"
            label="E-mail address"
            type="email"
            autoComplete="username"
            required
            autoFocus={ways.provider === null}
          />
          <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
          <Submit variant={ways.provider === null ? 'primary' : 'plain'}>Sign in</Submit>
        </ActionForm>
      ) : null}
      <p className="text-ink-muted text-sm">
        {ctx.runtime.trial
          ? 'Trial mode: local accounts may approve, and every token says trial.'
          : 'Approving needs a sign-in through the provider; local accounts approve nothing here.'}
      </p>
    </section>
  );
}
