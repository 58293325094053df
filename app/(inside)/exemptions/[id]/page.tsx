import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { ExemptionStateMark } from '#components/gate/exemption-state.tsx';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { readExemption } from '#services/exemptions/read.ts';
import { listExemptionUses } from '#services/exemptions/uses.ts';
import { DecisionSection } from './decision-section.tsx';
import { LifeSection } from './life-section.tsx';
import { RequestSection } from './request-section.tsx';
import { UsesSection } from './uses-section.tsx';
import { VerdictsSection } from './verdicts-section.tsx';

export const metadata: Metadata = { title: 'Exemption' };

type Props = { params: Promise<{ id: string }>; searchParams: PageQuery };

export default async function ExemptionPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = await searchParams;
  const { exemption, uses } = await load(async (ctx) => ({
    exemption: await readExemption(ctx, id),
    uses: await listExemptionUses(ctx, id, { limit: 25, cursor: one(query, 'cursor') }),
  }));
  const model = `${exemption.namespace}/${exemption.name}`;
  const version = versionHref({ model, version: exemption.version });
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/exemptions', label: 'Exemptions' }]} />}
        title={
          <>
            {requirementLabel(exemption.requirement)}, <SafeText text={exemption.ref} /> in {exemption.environment}
          </>
        }
        marks={
          <>
            <TierBadge tier={exemption.tier} />
            <ExemptionStateMark state={exemption.state} endsAt={exemption.endsAt?.toISOString() ?? null} />
          </>
        }
        lead={
          <>
            Asked by <SafeText text={exemption.requestedBy} />, <TimeText at={exemption.requestedAt} />
          </>
        }
        actions={
          <LinkButton href={`${version}?environment=${encodeURIComponent(exemption.environment)}`}>
            The version
          </LinkButton>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[5fr_3fr]">
        <div className="grid min-w-0 gap-4">
          <RequestSection exemption={exemption} />
          <VerdictsSection verdicts={exemption.verdicts} />
          <UsesSection uses={uses} path={`/exemptions/${id}`} query={query} />
        </div>
        <div className="grid min-w-0 gap-4">
          <LifeSection exemption={exemption} />
          <DecisionSection exemption={exemption} />
        </div>
      </div>
    </>
  );
}
