import type { Metadata } from 'next';
import { load, type PersonCtx } from '#app/context.ts';
import { JoinATeam } from '#app/join-a-team.tsx';
import { one, type PageQuery } from '#app/page-query.ts';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { listDrafts } from '#services/drafts/list.ts';
import { readDraft } from '#services/drafts/read.ts';
import { isServiceError } from '#services/errors.ts';
import { readManifest } from '#services/versions/read-manifest.ts';
import { registrationChoices } from '#services/versions/registration-choices.ts';
import { registerAction } from './actions.ts';
import { PlainForm } from './plain-form.tsx';
import { WizardLoader } from './wizard-loader.tsx';

export const metadata: Metadata = { title: 'Register a version' };

const PLAIN = '/models/register?way=paste';

/** null when there is no such thing for this person; the page then says so and goes on. */
function orNothing<T>(found: Promise<T>): Promise<T | null> {
  return found.catch((error: unknown) => {
    if (isServiceError(error) && error.code === 'not-found') return null;
    throw error;
  });
}

async function readPage(ctx: PersonCtx, draft: string | undefined, from: string | undefined) {
  return {
    actor: ctx.actor,
    choices: await registrationChoices(ctx),
    drafts: (await listDrafts(ctx)).rows,
    draft: draft === undefined ? null : await orNothing(readDraft(ctx, draft)),
    from: from === undefined ? null : await orNothing(readManifest(ctx, from)),
  };
}

export default async function RegisterVersionPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const plain = one(query, 'way') === 'paste';
  const [wantedDraft, wantedFrom] = [one(query, 'draft'), one(query, 'from')];
  const { actor, choices, drafts, draft, from } = await load((ctx) => readPage(ctx, wantedDraft, wantedFrom));
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/models', label: 'Register' }]} />}
        title="Register a version"
        lead={
          <>
            Binds a version to its exact bytes, for ever. A pipeline does the same with{' '}
            <code>countersign register</code>.
          </>
        }
        actions={
          <LinkButton variant="quiet" href={plain ? '/models/register' : PLAIN}>
            {plain ? 'Step by step instead' : 'Paste a manifest and a file list'}
          </LinkButton>
        }
      />
      <div className="mb-4 grid gap-2 empty:hidden">
        {choices.teams.length === 0 ? (
          <Notice tone="warn">
            You are in no team, so there is no namespace that you may register under. <JoinATeam actor={actor} />
          </Notice>
        ) : null}
        {wantedDraft !== undefined && draft === null && !plain ? (
          <Notice tone="warn">That draft is not there: it was registered, thrown away, or is somebody else’s.</Notice>
        ) : null}
        {wantedFrom !== undefined && from === null && !plain ? (
          <Notice tone="warn">That version is not registered.</Notice>
        ) : null}
      </div>
      {plain ? (
        <PlainForm />
      ) : (
        <>
          <noscript>
            <Notice tone="warn">
              The steps need JavaScript.{' '}
              <a className="link" href={PLAIN}>
                Paste a manifest and a file list
              </a>{' '}
              works without.
            </Notice>
          </noscript>
          <WizardLoader
            // Another version to go on from is another form.
            key={wantedFrom ?? ''}
            choices={choices}
            drafts={drafts.map(({ id, title, updatedAt }) => ({ id, title, updatedAt: updatedAt.toISOString() }))}
            nextOf={choices.versions.slice(0, 12).map((ref) => ({
              ref,
              href: `/models/register?step=identity&from=${encodeURIComponent(ref)}`,
            }))}
            draft={draft && { id: draft.id, revision: draft.revision, content: draft.content }}
            from={from}
            register={registerAction}
          />
        </>
      )}
    </>
  );
}
