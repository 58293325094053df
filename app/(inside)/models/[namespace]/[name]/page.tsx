import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { one, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { pathPart } from '#app/path-part.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { modelHref, VersionRef } from '#components/gate/version-ref.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { writeCursor } from '#services/paging.ts';
import { listVersions, readModel } from '#services/versions/read-model.ts';
import { VersionTable } from './version-table.tsx';

type Props = { params: Promise<{ namespace: string; name: string }>; searchParams: PageQuery };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { namespace, name } = await params;
  return { title: `${pathPart(namespace)}/${pathPart(name)}` };
}

export default async function ModelPage({ params, searchParams }: Props) {
  const part = await params;
  const [namespace, name] = [pathPart(part.namespace), pathPart(part.name)];
  const query = await searchParams;
  const { model, versions } = await load(async (ctx) => ({
    model: await readModel(ctx, namespace, name),
    versions: await listVersions(ctx, namespace, name, { cursor: one(query, 'cursor') }),
  }));
  const promoted = model.promoted.map(({ environment, version, at }) => (
    <li key={environment}>
      {environment}: <VersionRef model={model.model} version={version} />, <TimeText at={at} />
    </li>
  ));
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/models', label: 'Register' }]} />}
        title={model.model}
        actions={model.mine ? <LinkButton href="/models/register">Register a version</LinkButton> : null}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_1fr]">
        <Section title="Versions" hint={`${model.versions} in all, newest first`} flush>
          <VersionTable model={model.model} rows={versions.rows} />
          <Pager {...pagerLinks(modelHref(model.model), query, writeCursor(versions.next))} />
        </Section>
        <Section title="About">
          <KeyValues
            rows={[
              ['Team', <SafeText key="team" text={model.team.name} />],
              ['Accountable', <SafeText key="accountable" text={model.team.accountable ?? 'nobody'} />],
              ['First registered', <TimeText key="at" at={model.createdAt} />],
              ['Newest token', promoted.length > 0 ? <ul key="promoted">{promoted}</ul> : 'none issued yet'],
            ]}
          />
        </Section>
      </div>
    </>
  );
}
