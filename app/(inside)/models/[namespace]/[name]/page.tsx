import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { load } from '#app/context.ts';
import { oneOf, type PageQuery } from '#app/page-query.ts';
import { pathPart } from '#app/path-part.ts';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { modelHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { type ModelGlance, peekModel } from '#services/versions/peek-model.ts';
import { ActivityTab } from './activity-tab.tsx';
import { ExemptionsTab } from './exemptions-tab.tsx';
import { LineageTab } from './lineage-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { PipelineTab } from './pipeline-tab.tsx';
import { ReviewsTab } from './reviews-tab.tsx';
import { TokensTab } from './tokens-tab.tsx';
import { VersionsTab } from './versions-tab.tsx';

type Props = { params: Promise<{ namespace: string; name: string }>; searchParams: PageQuery };

/** What every tab knows; what only it shows it reads itself, so that a tab costs what it shows. */
export interface TabProps {
  readonly glance: ModelGlance;
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
  readonly query: Awaited<PageQuery>;
}

const TABS = {
  overview: { label: 'Overview', show: (props: TabProps) => <OverviewTab {...props} /> },
  versions: { label: 'Versions', show: (props: TabProps) => <VersionsTab {...props} /> },
  lineage: { label: 'Lineage', show: (props: TabProps) => <LineageTab {...props} /> },
  reviews: { label: 'Reviews', show: (props: TabProps) => <ReviewsTab {...props} /> },
  exemptions: { label: 'Exemptions', show: (props: TabProps) => <ExemptionsTab {...props} /> },
  tokens: { label: 'Tokens', show: (props: TabProps) => <TokensTab {...props} /> },
  activity: { label: 'Activity', show: (props: TabProps) => <ActivityTab {...props} /> },
  pipeline: { label: 'Pipeline', show: (props: TabProps) => <PipelineTab {...props} /> },
} as const satisfies Readonly<Record<string, { label: string; show: (props: TabProps) => ReactNode }>>;

const NAMES = Object.keys(TABS) as (keyof typeof TABS)[];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${pathPart(namespace)}/${pathPart(name)}` };
}

/** Where the next version is begun from what the newest says. */
const nextOf = ({ model, newest }: ModelGlance) =>
  `/models/register?step=identity&from=${encodeURIComponent(`${model}@${newest.version}`)}`;

export default async function ModelPage({ params, searchParams }: Props) {
  const part = await params;
  const [namespace, name] = [pathPart(part.namespace), pathPart(part.name)];
  const query = await searchParams;
  const glance = await load((ctx) => peekModel(ctx, namespace, name));
  const path = modelHref(glance.model);
  const current = oneOf(query, 'tab', NAMES) ?? 'overview';
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/models', label: 'Register' }]} />}
        title={<span className="[overflow-wrap:anywhere]">{glance.model}</span>}
        marks={
          <>
            <TierBadge tier={glance.newest.tier} />
            <VersionStateMark state={glance.newest.state} retrain={glance.newest.retrain} />
          </>
        }
        actions={
          glance.mine && !glance.retired ? (
            <LinkButton href={nextOf(glance)}>Register the next version</LinkButton>
          ) : null
        }
      />
      <Tabs
        label="Model"
        tabs={NAMES.map((tab) => ({
          href: tab === 'overview' ? path : `${path}?tab=${tab}`,
          label: TABS[tab].label,
          current: tab === current,
          count: tab === 'versions' ? glance.versions : undefined,
        }))}
      />
      <div className="mt-4">{TABS[current].show({ glance, namespace, name, path, query })}</div>
    </>
  );
}
