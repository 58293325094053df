import Link from 'next/link';
import { requirePerson } from '#app/context.ts';
import { DigestText } from '#components/gate/digest-text.tsx';
import { PromotedList } from '#components/gate/promoted-list.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { StandingList } from '#components/gate/standing-list.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TierReasons } from '#components/gate/tier-reasons.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { modelHref, versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { isServiceError } from '#services/errors.ts';
import { type ModelGlance, peekModel } from '#services/versions/peek-model.ts';

/** What the address asks to look at; a name that leads nowhere is said here, not instead of the list. */
export async function PeekPanel({ name }: { name: string }) {
  const ctx = await requirePerson();
  const [namespace = '', own = ''] = name.split('/', 2);
  const glance = await peekModel(ctx, namespace, own).catch((error: unknown) => {
    if (isServiceError(error) && error.code === 'not-found') return null;
    throw error;
  });
  if (glance) return <Glance glance={glance} />;
  return <EmptyState title="No such model">It may have been misspelt in the address.</EmptyState>;
}

function Heading({ children }: { children: string }) {
  return <h3 className="mb-1 font-semibold">{children}</h3>;
}

function Glance({ glance: { model, team, newest, promoted, standing, versions, createdAt } }: { glance: ModelGlance }) {
  const href = versionHref({ model, version: newest.version });
  const reasons = standing[0]?.tierReasons ?? [];
  return (
    <div className="space-y-4">
      <header>
        <h2 className="text-lg font-semibold [overflow-wrap:anywhere]">
          <Link className="link" href={modelHref(model)}>
            {model}
          </Link>
        </h2>
        <p className="flex flex-wrap items-center gap-1.5">
          <Link className="link min-w-0 [overflow-wrap:anywhere]" href={href}>
            <SafeText text={newest.version} />
          </Link>
          <TierBadge tier={newest.tier} />
          <VersionStateMark state={newest.state} retrain={newest.retrain} />
        </p>
        {newest.description ? (
          <p className="text-ink-muted mt-1 line-clamp-4 text-sm">
            <SafeText text={newest.description} kind="block" />
          </p>
        ) : null}
      </header>
      {standing.length > 0 ? (
        <section>
          <Heading>What stands in its way</Heading>
          <StandingList lines={standing} href={href} />
        </section>
      ) : null}
      <section>
        <Heading>Let in last</Heading>
        <PromotedList model={model} lines={promoted} />
      </section>
      {reasons.length > 0 ? (
        <section>
          <Heading>Why this tier</Heading>
          <TierReasons reasons={reasons} />
        </section>
      ) : null}
      <KeyValues
        rows={[
          ['Owner', <SafeText key="owner" text={newest.owner} />],
          ['Team', <SafeText key="team" text={team.name} />],
          ['Accountable', <SafeText key="who" text={team.accountable ?? 'nobody'} />],
          [
            'Use case',
            <Link key="use" className="link" href={`/use-cases/${encodeURIComponent(newest.useCase)}`}>
              {newest.useCase}
            </Link>,
          ],
          ['Tags', newest.classification.join(', ')],
          ['Artifact', <DigestText key="digest" digest={newest.digest} />],
          ['Registered', <TimeText key="at" at={newest.registeredAt} />],
          ['First', <TimeText key="first" at={createdAt} />],
          [
            'Versions',
            <Link key="versions" className="link tabular-nums" href={`${modelHref(model)}?tab=versions`}>
              {versions.toLocaleString('en')}
            </Link>,
          ],
        ]}
      />
    </div>
  );
}
