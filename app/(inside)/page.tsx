import type { Metadata } from 'next';
import { load, type PersonCtx } from '#app/context.ts';
import { holds } from '#app/holds.ts';
import { ageOf } from '#components/gate/age.ts';
import { ExemptionTable } from '#components/gate/exemption-table.tsx';
import { QueueTable } from '#components/gate/queue-table.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { Figures } from '#components/ui/figures.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Section } from '#components/ui/section.tsx';
import { listDrafts } from '#services/drafts/list.ts';
import { countEndingSoon } from '#services/exemptions/count-ending.ts';
import { listExemptions } from '#services/exemptions/list.ts';
import { listOffers } from '#services/handovers/list-offers.ts';
import { ledgerStanding, listEvents } from '#services/ledger/events.ts';
import { listGaps } from '#services/people/list-gaps.ts';
import { listProposals } from '#services/people/list-proposals.ts';
import { listReviews } from '#services/reviews/list.ts';
import { reviewsWaiting } from '#services/reviews/waiting.ts';
import { listUseCases } from '#services/use-cases/list.ts';
import { listBlocked } from '#services/versions/list-blocked.ts';
import { listModels } from '#services/versions/list-models.ts';
import { AnswersWaiting } from './answers-waiting.tsx';
import { AuditorDesk } from './auditor-desk.tsx';
import { BlockedVersions } from './blocked-versions.tsx';
import { Drafts } from './drafts.tsx';
import { FirstSteps } from './first-steps.tsx';
import { GapsSection } from './gaps.tsx';
import { LedgerStanding } from './ledger-standing.tsx';
import { MyModels } from './my-models.tsx';
import { UseCasesWaiting } from './use-cases-waiting.tsx';

export const metadata: Metadata = { title: 'Home' };

const SHOWN = 10;

/** What somebody who audits looks at first. Of many sign-ins in a row fewer events are left: then the ledger has them. */
async function readForAuditor(ctx: PersonCtx) {
  const { rows } = await listEvents(ctx, { limit: 100 });
  return {
    standing: await ledgerStanding(ctx),
    exemptions: (await listExemptions(ctx, { state: 'live', limit: SHOWN })).rows,
    events: rows.filter(({ action }) => !action.startsWith('session.')).slice(0, SHOWN),
  };
}

/** What each role comes for; what a person has no part in is not even read. */
async function readHome(ctx: PersonCtx) {
  const { actor } = ctx;
  const owner = actor.teams.length > 0;
  return {
    actor,
    mine: (await listReviews(ctx, 'mine', { limit: SHOWN })).rows,
    exemptions: (await listExemptions(ctx, { mine: true, limit: SHOWN })).rows,
    team: owner ? (await listReviews(ctx, 'team', { limit: SHOWN })).rows : [],
    blocked: owner ? await listBlocked(ctx) : [],
    models: owner ? (await listModels(ctx, { owner: actor.teams, sort: 'newest', limit: SHOWN })).rows : [],
    drafts: (await listDrafts(ctx, { limit: SHOWN })).rows,
    useCases: holds(actor, 'risk-reviewer') ? (await listUseCases(ctx, { state: 'submitted', limit: SHOWN })).rows : [],
    offers: await listOffers(ctx),
    proposals: holds(actor, 'administrator') ? (await listProposals(ctx, { limit: SHOWN })).rows : [],
    gaps: holds(actor, 'administrator') ? await listGaps(ctx) : null,
    audit: holds(actor, 'auditor') ? await readForAuditor(ctx) : null,
    waiting: await reviewsWaiting(ctx),
    ending: await countEndingSoon(ctx),
    anything: (await listModels(ctx, { limit: 1 })).rows.length > 0,
  };
}

export default async function HomePage() {
  const home = await load(readHome);
  const { mine, exemptions, offers, proposals, team, blocked, models, drafts, useCases, gaps, audit, waiting } = home;
  const lists = [mine, exemptions, offers, proposals, team, blocked, models, drafts, useCases];
  const quiet = lists.every((rows) => rows.length === 0);
  const lacking = gaps !== null && Object.values(gaps).some((rows) => rows.length > 0);
  return (
    <>
      <PageHeader title="What needs you" />
      <div className="grid gap-4">
        {home.anything ? (
          <Figures
            label="At a glance"
            figures={[
              {
                label: waiting.open === 1 ? 'open review' : 'open reviews',
                value: waiting.open.toLocaleString('en'),
                href: '/reviews?tab=all',
              },
              {
                label: 'median age of open reviews',
                value: waiting.medianAge === null ? '–' : ageOf(waiting.medianAge),
                href: '/reviews?tab=all',
              },
              {
                label: 'exemptions that end within 14 days',
                value: home.ending.toLocaleString('en'),
                href: '/exemptions?state=ending',
              },
            ]}
          />
        ) : (
          <FirstSteps actor={home.actor} />
        )}
        {gaps && home.anything ? <GapsSection gaps={gaps} /> : null}
        <AnswersWaiting offers={offers} proposals={proposals} />
        {mine.length > 0 ? (
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
            <QueueTable rows={mine} label="Reviews that wait for you" />
          </Section>
        ) : null}
        {exemptions.length > 0 ? (
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
            <ExemptionTable rows={exemptions} label="Exemptions that wait for you" />
          </Section>
        ) : null}
        <UseCasesWaiting rows={useCases} />
        <BlockedVersions rows={blocked} />
        <Drafts rows={drafts} />
        {team.length > 0 ? (
          <Section title="Your teams’ promotions that wait" flush>
            <QueueTable rows={team} label="Your teams’ promotions that wait" />
          </Section>
        ) : null}
        {audit ? (
          <>
            <LedgerStanding head={audit.standing} />
            <AuditorDesk exemptions={audit.exemptions} events={audit.events} />
          </>
        ) : null}
        <MyModels rows={models} />
        {home.anything && quiet && !audit && !lacking ? (
          <p className="text-ink-muted">Nothing waits for you. The register and the ledger are above.</p>
        ) : null}
      </div>
    </>
  );
}
