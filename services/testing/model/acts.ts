/** What people and pipelines can do in a sequence, as fast-check commands; each goes through the service a page would call. */
import fc from 'fast-check';
import { sha256 } from '#domain/artifact/digest.ts';
import { attachEvidence } from '../../evidence/attach.ts';
import { createPerson } from '../../people/create-person.ts';
import { grantRole, revokeRole } from '../../people/grant-role.ts';
import { requestPromotion } from '../../promotions/request.ts';
import { decideReview } from '../../reviews/decide.ts';
import { readReview } from '../../reviews/read.ts';
import { withdrawApproval } from '../../reviews/withdraw.ts';
import { addMember, removeMember } from '../../teams/membership.ts';
import { revokeToken } from '../../tokens/revoke.ts';
import { decideUseCase } from '../../use-cases/decide.ts';
import { submitUseCase } from '../../use-cases/submit.ts';
import { registerVersion } from '../../versions/register.ts';
import { registration } from '../release.ts';
import { survivors, tokenFaults } from './oracle.ts';
import { FACTS, idOf, isPerson, openSecond, SECOND, type World } from './world.ts';

/** What the sequence has seen so far: enough to aim the next act at something that is there. */
export interface Seen {
  /** newest review by `version environment` */
  readonly reviews: Map<string, string>;
  readonly tokens: string[];
  useCaseVersion: number;
}

export type Act = fc.AsyncCommand<Seen, World>;

function act(name: string, run: (seen: Seen, world: World) => Promise<unknown>): Act {
  return {
    check: () => true,
    run: async (seen, world) => {
      await run(seen, world);
      const left = await survivors(world);
      if (left.length > 0) throw new Error(left.join('\n'));
    },
    toString: () => name,
  };
}

const versions = fc.constantFrom('1', '2');
const gated = fc.constantFrom('staging', 'production');

const EVALUATION = JSON.stringify({ suite: 's', result: 'pass', metrics: [{ metric: 'auc', value: 0.9 }] });
const SCAN = JSON.stringify({ result: 'pass' });

function manifestOf(world: World, version: string, description: string) {
  const wanted = {
    model: world.model,
    version,
    useCase: world.useCase,
    classification: [world.setting.tag],
    description,
  };
  const body = registration({ ...wanted, committers: [] });
  const data = [
    {
      name: 'd',
      role: 'training',
      uri: 'https://data.test/d',
      digest: sha256('d'),
      license: 'cc-by-4.0',
      classification: ['internal'],
    },
  ];
  return { ...body, manifest: { ...body.manifest, owner: `team:${world.mark}`, data } };
}

/** Asks the gate, and holds every token that comes of it against the rows. */
async function ask(seen: Seen, world: World, who: string | null, version: string, environment: string): Promise<void> {
  const ctx = who === null ? world.pipeline() : await world.as(who);
  const answer = await world.attempt(`ask for ${environment}`, () =>
    requestPromotion(ctx, { model: world.model, version, environment }),
  );
  if (!answer) return;
  if (answer.reviewId !== null) seen.reviews.set(`${version} ${environment}`, answer.reviewId);
  if (!answer.token) return;
  seen.tokens.push(answer.token.claims.jti);
  const { claims } = answer.token;
  const kind = claims.approvals.length > 0 ? 'with approvals' : 'without';
  const name = `token for ${environment}, ${kind}, ${claims.tier}`;
  world.counts.set(name, (world.counts.get(name) ?? 0) + 1);
  const alone = world.setting.humans.length === 1;
  const faults = await tokenFaults(world, claims, alone, await world.deployment.runtime.now());
  if (faults.length > 0) throw new Error(`${answer.ref} for ${environment}: ${faults.join('; ')}`);
}

async function decide(seen: Seen, world: World, who: string, key: string, verdict: string): Promise<void> {
  const reviewId = seen.reviews.get(key);
  if (reviewId === undefined) return;
  await world.attempt(`${verdict}`, async () => {
    const ctx = await world.as(who);
    const { contentDigest, parts } = await readReview(ctx, reviewId);
    // A second capacity where the first is used up or refused: nobody tries only once.
    for (const capacity of [...parts.map((part) => part.capacity), undefined]) {
      const body = { reviewId, verdict, contentDigest, comment: 'because', ...(capacity ? { capacity } : {}) };
      if (capacity === undefined) return decideReview(ctx, body);
      const done = await decideReview(ctx, body).catch(() => null);
      if (done) return done;
    }
    return null;
  });
}

async function register(world: World, who: string | null, version: string, description: string): Promise<void> {
  const ctx = who === null ? world.pipeline() : await world.as(who);
  await world.attempt('register', () => registerVersion(ctx, manifestOf(world, version, description)));
}

async function attach(world: World, who: string | null, version: string): Promise<void> {
  const ctx = who === null ? world.pipeline() : await world.as(who);
  for (const [type, text] of [
    ['evaluation', EVALUATION],
    ['scan', SCAN],
  ] as const) {
    const bytes = new TextEncoder().encode(text);
    const file = { ref: `${world.model}@${version}`, type, fileName: `${type}.json`, bytes };
    await world.attempt('attach', () => attachEvidence(ctx, file));
  }
}

async function everybodyApproves(seen: Seen, world: World, key: string): Promise<void> {
  for (const { name } of world.setting.humans) {
    await signInAgain(world, name);
    await decide(seen, world, name, key, 'approve');
  }
}

/** The way to a token as far as `from`, for the sequence to go on from. */
export async function begin(from: string, goal: string, seen: Seen, world: World): Promise<void> {
  if (from === 'nothing') return;
  await register(world, null, '1', 'first');
  await attach(world, null, '1');
  if (from === 'registered') return;
  await ask(seen, world, null, '1', goal);
  if (from === 'asked') return;
  await everybodyApproves(seen, world, `1 ${goal}`);
  await ask(seen, world, null, '1', goal);
}

/** The acts that a setting's people can try; `who` is drawn from them. */
export function actsOf(names: readonly string[]): fc.Arbitrary<Act>[] {
  const who = fc.constantFrom(...names);
  const asker = fc.option(who, { freq: 2 });
  const roles = fc.constantFrom('reviewer', 'risk-reviewer', 'security-reviewer', 'privacy-reviewer');
  return [
    fc
      .tuple(asker, versions, fc.constantFrom('first', 'first', 'corrected'))
      .map(([by, version, description]) =>
        act(`${by ?? 'pipeline'} registers ${version}, ${description}`, (_seen, world) =>
          register(world, by, version, description),
        ),
      ),
    fc
      .tuple(asker, versions, gated)
      .map(([by, version, environment]) =>
        act(`${by ?? 'pipeline'} asks for ${version} in ${environment}`, (seen, world) =>
          ask(seen, world, by, version, environment),
        ),
      ),
    fc
      .tuple(asker, versions)
      .map(([by, version]) =>
        act(`${by ?? 'pipeline'} asks for ${version} in sandbox`, (seen, world) =>
          ask(seen, world, by, version, 'sandbox'),
        ),
      ),
    fc
      .tuple(who, versions, gated)
      .map(([by, version, environment]) =>
        act(`${by} approves ${version} for ${environment}`, (seen, world) =>
          decide(seen, world, by, `${version} ${environment}`, 'approve'),
        ),
      ),
    // Twice as often as anything else: without approvals nothing is reached.
    fc.tuple(versions, gated, fc.boolean()).map(([version, environment, again]) =>
      act(
        `everybody approves ${version} for ${environment}${again ? ', and it is asked for' : ''}`,
        async (seen, world) => {
          await everybodyApproves(seen, world, `${version} ${environment}`);
          if (again) await ask(seen, world, null, version, environment);
        },
      ),
    ),
    fc
      .tuple(who, versions, gated, fc.constantFrom('reject', 'request-changes'))
      .map(([by, version, environment, verdict]) =>
        act(`${by}: ${verdict} of ${version} for ${environment}`, (seen, world) =>
          decide(seen, world, by, `${version} ${environment}`, verdict),
        ),
      ),
    fc.tuple(who, versions, gated).map(([by, version, environment]) =>
      act(`${by} withdraws from ${version} for ${environment}`, async (seen, world) => {
        const reviewId = seen.reviews.get(`${version} ${environment}`);
        if (reviewId === undefined) return;
        await world.attempt('withdraw', async () => withdrawApproval(await world.as(by), reviewId));
      }),
    ),
    fc.tuple(who, fc.constantFrom('low', 'medium', 'high', 'critical')).map(([by, facts]) =>
      act(`${by} submits the use case again, ${facts}`, async (seen, world) => {
        const submission = { slug: world.useCase, team: world.mark, title: 'x', description: 'x', facts: FACTS[facts] };
        const done = await world.attempt('submit use case', async () => submitUseCase(await world.as(by), submission));
        if (done) seen.useCaseVersion = done.version;
      }),
    ),
    fc.tuple(who, fc.constantFrom('approve', 'approve', 'reject')).map(([by, verdict]) =>
      act(`${by}: ${verdict} of the use case`, async (seen, world) => {
        const body = { slug: world.useCase, version: seen.useCaseVersion, verdict, comment: 'because' };
        await world.attempt(`${verdict} use case`, async () => decideUseCase(await world.as(by), body));
      }),
    ),
    fc
      .tuple(asker, versions)
      .map(([by, version]) =>
        act(`${by ?? 'pipeline'} attaches evidence to ${version}`, (_seen, world) => attach(world, by, version)),
      ),
    fc.tuple(who, who, roles, fc.boolean()).map(([by, to, role, give]) =>
      act(`${by} ${give ? 'gives' : 'takes'} ${role} ${give ? 'to' : 'from'} ${to}`, async (_seen, world) => {
        const body = { personId: idOf(world, to), role };
        await world.attempt(give ? 'grant' : 'revoke role', async () =>
          (give ? grantRole : revokeRole)(await world.as(by), body),
        );
      }),
    ),
    fc.tuple(who, who, fc.boolean()).map(([by, whom, joins]) =>
      act(`${by} ${joins ? 'adds' : 'removes'} ${whom} as a member`, async (_seen, world) => {
        const body = { slug: world.mark, personId: idOf(world, whom) };
        await world.attempt(joins ? 'add member' : 'remove member', async () =>
          (joins ? addMember : removeMember)(await world.as(by), body),
        );
      }),
    ),
    who.map((by) =>
      act(`${by} makes a second account and approves with it`, (seen, world) => secondAccount(seen, world, by)),
    ),
    who.map((by) =>
      act(`${by} revokes the newest token`, async (seen, world) => {
        const jti = seen.tokens.at(-1);
        if (jti === undefined) return;
        await world.attempt('revoke token', async () => revokeToken(await world.as(by), { jti, reason: 'because' }));
      }),
    ),
    who.map((by) => act(`${by} signs in again`, (_seen, world) => signInAgain(world, by))),
    fc
      .constantFrom(1, 25, 24 * 35)
      .map((hours) => act(`${hours} h go by`, async (_seen, world) => world.deployment.advance(hours * 3_600_000))),
  ];
}

/** An administrator's own second account, with every role that it can be given: it is there to be refused. */
async function secondAccount(seen: Seen, world: World, by: string): Promise<void> {
  const email = `second-${world.mark}-${by}@model.test`;
  const made = await world.attempt('second account', async () =>
    createPerson(await world.as(by), { name: 'Second', email }),
  );
  if (!made) return;
  await openSecond(world, made.personId);
  for (const role of ['reviewer', 'risk-reviewer', 'security-reviewer', 'privacy-reviewer']) {
    await world.attempt('grant', async () => grantRole(await world.as(by), { personId: made.personId, role }));
  }
  for (const key of seen.reviews.keys()) await decide(seen, world, SECOND, key, 'approve');
}

async function signInAgain(world: World, name: string): Promise<void> {
  const ctx = await world.as(name);
  if (!isPerson(ctx)) return;
  const now = await world.deployment.runtime.now();
  await world.owner.query('update session set authenticated_at = $2 where id = $1', [ctx.actor.session.id, now]);
}
