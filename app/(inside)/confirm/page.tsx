import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { nextPath } from '#app/next-path.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { signInProblem } from '#app/sign-in-problems.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { isFresh } from '#services/access/step-up.ts';
import { readSignInWays } from '#services/people/sign-in-ways.ts';
import { confirmAction, confirmAtProviderAction } from './actions.ts';

export const metadata: Metadata = { title: 'Confirm that it is you' };

export default async function ConfirmPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const to = nextPath(one(query, 'next') ?? null);
  const { actor, provider, fresh } = await load(async (ctx) => ({
    actor: ctx.actor,
    provider: (await readSignInWays(ctx.runtime)).provider ?? 'the provider',
    // Said only when it is true: the address alone confirms nothing.
    fresh: one(query, 'done') !== undefined && isFresh(ctx, await ctx.runtime.now()),
  }));
  const problem = signInProblem(one(query, 'refused'), one(query, 'error'));
  return (
    <section aria-labelledby="title" className="bg-raised border-line mx-auto mt-6 max-w-md rounded-lg border p-5">
      <h1 id="title" className="text-lg font-semibold">
        Confirm that it is you
      </h1>
      {fresh ? (
        <div className="mt-3 space-y-4">
          <Notice tone="ok" live>
            Confirmed, for the next five minutes. Go back to the tab that you came from and send it again: what you
            entered is still there.
          </Notice>
          <LinkButton href={to}>Or go on in this tab</LinkButton>
        </div>
      ) : (
        <>
          <p className="text-ink-muted mt-1 mb-4 text-sm">
            What you were about to do needs a sign-in within the last five minutes, so that a browser left open cannot
            do it.
          </p>
          {problem === null ? null : (
            <div className="mb-4">
              <Notice tone="bad">{problem}</Notice>
            </div>
          )}
          {actor.session.method === 'oidc' ? (
            <ActionForm action={confirmAtProviderAction}>
              <input type="hidden" name="to" value={to} />
              <Submit>Sign in again at {provider}</Submit>
            </ActionForm>
          ) : (
            <ActionForm action={confirmAction} className="space-y-3">
              <input type="hidden" name="to" value={to} />
              <input type="hidden" name="username" value={actor.email} autoComplete="username" />
              <TextField
                name="password"
                label="Password"
                type="password"
                autoComplete="current-password"
                required
                autoFocus
              />
              <Submit>Confirm</Submit>
            </ActionForm>
          )}
        </>
      )}
    </section>
  );
}
