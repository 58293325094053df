import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { holds } from '#app/holds.ts';
import { ExemptionTable } from '#components/gate/exemption-table.tsx';
import { QueueTable } from '#components/gate/queue-table.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Section } from '#components/ui/section.tsx';
import { listExemptions } from '#services/exemptions/list.ts';
import { listReviews } from '#services/reviews/list.ts';
import { listUseCases } from '#services/use-cases/list.ts';
import { listModels } from '#services/versions/list-models.ts';
import { FirstSteps } from './first-steps.tsx';
import { MyModels } from './my-models.tsx';
import { UseCasesWaiting } from './use-cases-waiting.tsx';

export const metadata: Metadata = { title: 'Home' };

const SHOWN = 10;

export default async function HomePage() {
  const { actor, mine, exemptions, team, useCases, models, anything } = await load(async (ctx) => ({
    actor: ctx.actor,
    mine: await listReviews(ctx, 'mine', { limit: SHOWN }),
    exemptions: await listExemptions(ctx, { mine: true, limit: SHOWN }),
    team: await listReviews(ctx, 'team', { limit: SHOWN }),
    useCases: holds(ctx.actor, 'risk-reviewer') ? await listUseCases(ctx, { state: 'submitted', limit: SHOWN }) : null,
    models: await Promise.all(
      ctx.actor.teams.slice(0, 5).map((owner) => listModels(ctx, { owner: [owner], limit: SHOWN })),
    ),
    anything: (await listModels(ctx, { limit: 1 })).rows.length > 0,
  }));
  const owned = models.flatMap(({ rows }) => rows);
  const waiting = useCases?.rows ?? [];
  const nothing =
    mine.rows.length === 0 &&
    exemptions.rows.length === 0 &&
    team.rows.length === 0 &&
    waiting.length === 0 &&
    owned.length === 0;
  return (
    <>
      <PageHeader title="What needs you" />
      <div className="grid gap-4">
        {anything ? null : <FirstSteps actor={actor} />}
        {mine.rows.length > 0 ? (
          <Section
            title="Reviews that wait for you"
            hint="Oldest first"
            flush
            actions={
              <LinkButton small variant="quiet" href="/reviews">
                All of them
              </LinkButton>
            }
          >
            <QueueTable rows={mine.rows} label="Reviews that wait for you" />
          </Section>
        ) : null}
        {exemptions.rows.length > 0 ? (
          <Section
            title="Exemptions that wait for you"
            hint="Oldest first"
            flush
            actions={
              <LinkButton small variant="quiet" href="/exemptions?state=waiting&mine=1">
                All of them
              </LinkButton>
            }
          >
            <ExemptionTable rows={exemptions.rows} label="Exemptions that wait for you" />
          </Section>
        ) : null}
        <UseCasesWaiting rows={waiting} />
        {team.rows.length > 0 ? (
          <Section title="Your teams’ promotions that wait" flush>
            <QueueTable rows={team.rows} label="Your teams’ promotions that wait" />
          </Section>
        ) : null}
        <MyModels rows={owned} />
        {anything && nothing ? (
          <p className="text-ink-muted">Nothing waits for you. The register and the ledger are above.</p>
        ) : null}
      </div>
    </>
  );
}
