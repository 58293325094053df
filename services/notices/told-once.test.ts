// The outbox (decision 013): nothing is lost and nothing told twice, wherever the worker dies and however many there are.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutPool, type Moment } from '#db/testing/cut-pool.ts';
import { asOwner } from '#db/testing/owner.ts';
import { decideReview } from '../reviews/decide.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { noticesSoFar } from '../testing/notices.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { ask, register, shownDigest } from '../testing/release.ts';
import { noticesJob } from './make-notices.ts';
import { tidyNotices } from './tidy.ts';

let deployment: Deployment;
let org: Organisation;

beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await noticesJob()(deployment.runtime);
});
afterAll(() => deployment.close());

async function cursor(): Promise<{ next: number; size: number }> {
  const [row] = await asOwner<{ next: string; size: string }>(
    deployment,
    'select next, size from notice_cursor, ledger_head',
  );
  return { next: Number(row?.next), size: Number(row?.size) };
}

/** A review that is requested and sent back: three reviewers and the maker have to be told. */
async function happen(version: string): Promise<void> {
  await register(deployment, org.owner, { version });
  const { reviewId } = await ask(deployment, org.pipeline, version);
  await decideReview(deployment.as(org.risk), {
    reviewId,
    contentDigest: await shownDigest(deployment, org.risk, reviewId ?? ''),
    verdict: 'request-changes',
    comment: 'Say more',
  });
}

const about = async (version: string) =>
  (await noticesSoFar(deployment, org))
    .filter(({ data }) => data.ref === `credit/scorer@${version}`)
    .map(({ who, kind }) => `${who}: ${kind}`)
    .sort();

const EXPECTED = [
  'maker: review.decided',
  'reviewer: review.requested',
  'risk: review.requested',
  'security: review.requested',
];

describe.each<Moment>(['before', 'in-flight', 'after'])('the connection lost %s', (moment) => {
  test('each statement of the commit: everybody is told once in the end', async () => {
    for (let at = 1; ; at++) {
      const version = `${at}.0.0-${moment}`;
      await happen(version);
      const { runtime } = deployment;
      const { pool, hit } = cutPool(runtime.store.pool, { at, moment });
      const job = noticesJob();
      await job({ ...runtime, store: { ...runtime.store, pool } }).catch(() => null);
      // The pool may lend the dead connection once more, as after a crash of the database.
      await job(runtime).catch(() => job(runtime));
      expect(await about(version), `cut ${moment} statement ${at}: ${hit()}`).toEqual(EXPECTED);
      if (hit() === null) {
        expect(at).toBeGreaterThan(3);
        break;
      }
    }
    const { next, size } = await cursor();
    expect(next).toBe(size);
  });
});

test('eight workers at once tell everybody once, and the cursor stands at the end', async () => {
  for (let round = 0; round < 5; round++) await happen(`9.0.${round}`);
  await Promise.all(Array.from({ length: 8 }, () => noticesJob()(deployment.runtime)));
  for (let round = 0; round < 5; round++) expect(await about(`9.0.${round}`)).toEqual(EXPECTED);
  const listed = await asOwner<{ at: Date }>(deployment, 'select at from notice order by id');
  expect(listed, 'in the order in which it happened').toEqual(
    listed.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  );
  const { next, size } = await cursor();
  expect(next).toBe(size);
});

test('what was read is put away after 180 days, what is unread never', async () => {
  const count = async (where: string) =>
    (await asOwner<{ n: number }>(deployment, `select count(*)::int as n from notice where ${where}`))[0]?.n;
  const unread = await count('true');
  await asOwner(deployment, `update notice set read_at = now() where kind = 'review.decided'`);
  const read = (await count('read_at is not null')) ?? 0;
  expect(read).toBeGreaterThan(0);
  await tidyNotices(deployment.runtime);
  expect(await count('true')).toBe(unread);
  await asOwner(deployment, `update notice set read_at = read_at - interval '181 days'`);
  await tidyNotices(deployment.runtime);
  expect(await count('true')).toBe((unread ?? 0) - read);
});

test('one entry that cannot be read does not silence the ones after it, and is said in the log', async () => {
  const { size } = await cursor();
  await happen('10.0.0');
  // What no service writes: a leaf whose review is no id.
  await asOwner(
    deployment,
    `alter table ledger_entry disable trigger all;
     update ledger_entry set leaf = replace(leaf, '"review":"', '"review":"no id: ')
       where index >= ${size} and action = 'review.requested';
     alter table ledger_entry enable trigger all`,
  );
  const job = noticesJob();
  let failures = 0;
  for (let run = 0; run < 35; run++) await job(deployment.runtime).catch(() => (failures += 1));
  expect(failures).toBe(29);
  expect(await about('10.0.0')).toEqual(['maker: review.decided']);
  expect(deployment.logged()).toContain('an entry could not be told to anybody and is passed over');
});
