import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { hrefWith, one, type PageQuery } from '#app/page-query.ts';
import { pathPart } from '#app/path-part.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { modelHref, versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Tabs } from '#components/ui/tabs.tsx';

import { listExemptions } from '#services/exemptions/list.ts';
import { versionNeighbours } from '#services/versions/neighbours.ts';

import { readVersion } from '#services/versions/read-version.ts';
import { EndSection } from './end-section.tsx';
import { EnvironmentSection } from './environment-section.tsx';
import { EvidenceSection } from './evidence-section.tsx';
import { ExemptionsSection } from './exemptions-section.tsx';
import { FilesSection } from './files-section.tsx';
import { LeavingSandbox } from './leaving-sandbox.tsx';
import { ManifestSection } from './manifest-section.tsx';
import { NeighbourLinks } from './neighbour-links.tsx';
import { TokensSection } from './tokens-section.tsx';
import { VersionFacts } from './version-facts.tsx';

const EXEMPTIONS_SHOWN = 10;

type Props = { params: Promise<{ namespace: string; name: string; version: string }>; searchParams: PageQuery };

async function nameOf(params: Props['params']) {
  const { namespace, name, version } = await params;
  return { namespace: pathPart(namespace), name: pathPart(name), version: pathPart(version) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name, version } = await nameOf(params);
  return { title: `${namespace}/${name}@${version}` };
}

export default async function VersionPage({ params, searchParams }: Props) {
  const name = await nameOf(params);
  const query = await searchParams;
  const { version, exemptions, neighbours } = await load(async (ctx) => ({
    version: await readVersion(ctx, name),
    exemptions: await listExemptions(ctx, {
      model: `${name.namespace}/${name.name}`,
      version: name.version,
      limit: EXEMPTIONS_SHOWN,
    }),
    neighbours: await versionNeighbours(ctx, name),
  }));
  const path = versionHref(version);
  const asked = one(query, 'environment');
  // What matters most is asked about last by most policies: sandbox, staging, production.
  const shown = version.environments.find((environment) => environment.name === asked) ?? version.environments.at(-1);
  const crumbs = [
    { href: '/models', label: 'Register' },
    { href: modelHref(version.model), label: version.model },
  ];
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={crumbs} />}
        title={
          <span className="[overflow-wrap:anywhere]">
            <SafeText text={version.ref} />
          </span>
        }
        marks={
          <>
            <TierBadge tier={version.tier} />
            <VersionStateMark state={version.state} retrain={version.retrain} />
          </>
        }
        lead={<NeighbourLinks model={version.model} neighbours={neighbours} />}
        actions={<LinkButton href={`/compare?b=${encodeURIComponent(version.ref)}`}>Compare</LinkButton>}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[5fr_2fr]">
        <div className="grid min-w-0 gap-4">
          <Tabs
            label="Environments"
            tabs={version.environments.map((environment) => ({
              href: hrefWith(path, query, { environment: environment.name }),
              label: environment.name,
              current: environment === shown,
            }))}
          />
          {version.ended ? <EndSection version={version} /> : null}
          {shown ? <EnvironmentSection version={version} environment={shown} /> : null}
          {shown && !shown.gated ? <LeavingSandbox version={version} /> : null}
          <ExemptionsSection version={version} exemptions={exemptions.rows} more={exemptions.next !== null} />
          <EvidenceSection version={version} />
          <FilesSection version={version} name={name} query={query} path={path} />
          <ManifestSection version={version} />
          <TokensSection tokens={version.tokens} />
          {version.ended ? null : <EndSection version={version} />}
        </div>
        <VersionFacts version={version} reasons={shown?.decision.tierReasons ?? []} />
      </div>
    </>
  );
}
