import Link from 'next/link';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { modelHref } from '#components/gate/version-ref.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { TeamView } from '#services/teams/read-team.ts';

/** What is broken about a team, or waits for it, each with what to do; nothing when all is well. */
export function TeamTroubles({ team, mayManage, mine }: { team: TeamView; mayManage: boolean; mine: boolean }) {
  const { accountable } = team;
  const left = team.useCases.first.filter(({ ownerLeft }) => ownerLeft);
  return (
    <>
      {!accountable || accountable.leftAt ? (
        <Notice tone="warn">
          Nobody answers for this team
          {accountable?.leftAt ? (
            <>
              {' '}
              since <SafeText text={accountable.name} /> left, <TimeText at={accountable.leftAt} />
            </>
          ) : null}
          . The gate’s “owner known” is unmet for all its models.{' '}
          {mayManage ? 'Name another member below.' : 'An administrator names another member.'}
        </Notice>
      ) : null}
      {team.members.length === 0 ? (
        <Notice tone="warn">Nobody belongs to this team. An administrator adds members under People.</Notice>
      ) : null}
      {left.map(({ slug, owner }) => (
        <Notice key={slug} tone="warn">
          <SafeText text={owner} />, who owned the use case{' '}
          <Link className="underline underline-offset-2" href={`/use-cases/${encodeURIComponent(slug)}`}>
            {slug}
          </Link>
          , left. Whoever answers for the team hands it to another member on its page.
        </Notice>
      ))}
      {team.offers.map(({ model, from, to, at }) => (
        <Notice key={model} tone="accent">
          <Link className="underline underline-offset-2" href={modelHref(model)}>
            {model}
          </Link>{' '}
          is offered to {to === team.slug ? 'this team' : to} by {from === team.slug ? 'this team' : from},{' '}
          <TimeText at={at} />.{mine && to === team.slug ? ' Accept or decline it on its page.' : ''}
        </Notice>
      ))}
    </>
  );
}
