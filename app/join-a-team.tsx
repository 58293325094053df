import Link from 'next/link';
import type { Person } from '#domain/access/actor.ts';
import { holds } from './holds.ts';

/** How somebody who is in no team gets into one; an administrator is not sent to somebody else. */
export function JoinATeam({ actor }: { actor: Person }) {
  return (
    <>
      {holds(actor, 'administrator') ? 'Put yourself in one under' : 'An administrator adds you under'}{' '}
      <Link className="link" href="/settings/people">
        Settings, People
      </Link>
      .
    </>
  );
}
