import Link from 'next/link';
import { load } from '#app/context.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { type Ownership, readOwnership } from '#services/owners/read-ownership.ts';
import { modelImpact } from '#services/retirement/impact.ts';
import { Offer, OfferHandover } from './handover.tsx';
import { ReinstateModel, RetireModel } from './retire-model.tsx';
import { TakeOver } from './take-over.tsx';

/** Who owns the model, what is wrong with that, and what can be done: hand over, take over, retire. */
export async function OwnershipSection({ namespace, name }: { namespace: string; name: string }) {
  const { owned, impact } = await load(async (ctx) => {
    const found = await readOwnership(ctx, namespace, name);
    const ends = found.state === 'active' && found.refusals.retire === null;
    return { owned: found, impact: ends ? await modelImpact(ctx, namespace, name) : null };
  });
  const model = { namespace, name };
  const { accountable } = owned.team;
  const nobody = accountable === null || accountable.leftAt !== null;
  return (
    <Section title="Ownership">
      <div className="space-y-3">
        {owned.state === 'retired' ? (
          <Notice>
            This model is retired: it takes no new versions, and none of its versions is deployed any more.
          </Notice>
        ) : null}
        {nobody ? <NobodyAnswers owned={owned} /> : null}
        {owned.gone.map((gone) => (
          <TakeOver key={gone.owner} model={model} gone={gone} owned={owned} />
        ))}
        {owned.offer ? <Offer offer={owned.offer} owned={owned} /> : null}
        <KeyValues
          rows={[
            [
              'Team',
              <Link key="team" className="link" href={`/teams/${encodeURIComponent(owned.team.slug)}`}>
                <SafeText text={owned.team.name} />
              </Link>,
            ],
            [
              'Accountable',
              accountable && !accountable.leftAt ? <SafeText key="a" text={accountable.name} /> : 'nobody',
            ],
            ['Taken over', owned.takeovers.length === 0 ? null : <Takeovers key="t" owned={owned} />],
            [
              'Handovers',
              owned.handovers.some(({ state }) => state !== 'offered') ? <History key="h" owned={owned} /> : null,
            ],
          ]}
        />
        <div className="flex flex-wrap gap-2">
          {owned.refusals.offer === null && !owned.offer ? <OfferHandover model={model} /> : null}
          {impact ? <RetireModel model={model} impact={impact} /> : null}
          {owned.state === 'retired' && owned.refusals.retire === null ? <ReinstateModel model={model} /> : null}
        </div>
      </div>
    </Section>
  );
}

function NobodyAnswers({ owned }: { owned: Ownership }) {
  const { accountable, slug } = owned.team;
  return (
    <Notice tone="warn">
      Nobody answers for team {slug}
      {accountable?.leftAt ? (
        <>
          {' '}
          since <SafeText text={accountable.name} /> left, <TimeText at={accountable.leftAt} />
        </>
      ) : null}
      , so the gate’s “owner known” is unmet. An administrator names an accountable person on{' '}
      <Link className="underline underline-offset-2" href={`/teams/${encodeURIComponent(slug)}`}>
        the team’s page
      </Link>
      , or hands the model to another team.
    </Notice>
  );
}

function Takeovers({ owned }: { owned: Ownership }) {
  return (
    <ul className="space-y-1">
      {owned.takeovers.map(({ owner, by, at, reason }) => (
        <li key={at.toISOString()}>
          <SafeText text={by} /> instead of <SafeText text={owner} />, <TimeText at={at} />: <SafeText text={reason} />
        </li>
      ))}
    </ul>
  );
}

function History({ owned }: { owned: Ownership }) {
  return (
    <ul className="space-y-1">
      {owned.handovers
        .filter(({ state }) => state !== 'offered')
        .map(({ id, from, to, state, decidedBy, decidedAt, reason }) => (
          <li key={id}>
            {from} to {to}: {state}
            {decidedAt ? (
              <>
                {' '}
                by <SafeText text={decidedBy ?? 'Erased person'} />, <TimeText at={decidedAt} />
              </>
            ) : null}{' '}
            (<SafeText text={reason} />)
          </li>
        ))}
    </ul>
  );
}
