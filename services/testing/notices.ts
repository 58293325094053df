/** Who was told what, read past the services. */
import { asOwner } from '#db/testing/owner.ts';
import { noticesJob } from '../notices/make-notices.ts';
import type { Deployment } from './deployment.ts';
import type { Organisation } from './organisation.ts';

export interface NoticeSeen {
  readonly id: string;
  readonly who: string;
  readonly kind: string;
  readonly data: Record<string, unknown>;
}

/** Every notice so far, by the names that the organisation gives its people, oldest first. */
export async function noticesSoFar(deployment: Deployment, org: Organisation): Promise<NoticeSeen[]> {
  const names = new Map(
    Object.entries(org).flatMap(([name, actor]) =>
      typeof actor === 'object' && actor.kind === 'person' ? [[actor.id, name] as const] : [],
    ),
  );
  const rows = await asOwner<{ id: string; person_id: string; kind: string; data: Record<string, unknown> }>(
    deployment,
    'select id, person_id, kind, data from notice order by id',
  );
  return rows.map(({ id, person_id, kind, data }) => ({ id, kind, data, who: names.get(person_id) ?? person_id }));
}

/** Makes the notices of what has happened and returns those that are new, as `who: kind`, sorted. */
export async function toldBy(
  deployment: Deployment,
  org: Organisation,
  act: () => Promise<unknown>,
): Promise<string[]> {
  const before = new Set((await noticesSoFar(deployment, org)).map(({ id }) => id));
  await act();
  await noticesJob()(deployment.runtime);
  return (await noticesSoFar(deployment, org))
    .filter(({ id }) => !before.has(id))
    .map(({ who, kind }) => `${who}: ${kind}`)
    .sort();
}
