/** What people and pipelines do in a sequence; each deed goes through the service that a page or the API would call. */
import { sha256 } from '#domain/artifact/digest.ts';
import type { Ctx } from '../../context.ts';
import { attachEvidence } from '../../evidence/attach.ts';
import { decideExemption as exempt } from '../../exemptions/decide.ts';
import { requestExemption } from '../../exemptions/request.ts';
import { withdrawExemption } from '../../exemptions/withdraw.ts';
import { atOnceOrPropose } from '../../people/at-once-or-propose.ts';
import { createPerson } from '../../people/create-person.ts';
import { confirmProposal } from '../../people/decide-proposal.ts';
import { grantRole } from '../../people/grant-role.ts';
import { requestPromotion } from '../../promotions/request.ts';
import { decideReview } from '../../reviews/decide.ts';
import { readReview } from '../../reviews/read.ts';
import { registerVersion } from '../../versions/register.ts';
import { registration } from '../release.ts';
import { tokenFaults } from './oracle.ts';
import { idOf, isPerson, openSecond, SECOND, type World } from './world.ts';

/** What the sequence has seen so far: enough to aim the next act at something that is there. */
export interface Seen {
  /** newest review by `version environment` */
  readonly reviews: Map<string, string>;
  readonly tokens: string[];
  readonly exemptions: string[];
  /** what waits for a second administrator */
  readonly proposals: string[];
  useCaseVersion: number;
}

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
export async function ask(
  seen: Seen,
  world: World,
  who: string | null,
  version: string,
  environment: string,
): Promise<void> {
  const ctx = who === null ? world.pipeline() : await world.as(who);
  const answer = await world.attempt(`ask for ${environment}`, () =>
    requestPromotion(ctx, { model: world.model, version, environment }),
  );
  if (!answer) return;
  if (answer.reviewId !== null) seen.reviews.set(`${version} ${environment}`, answer.reviewId);
  if (!answer.token) return;
  seen.tokens.push(answer.token.claims.jti);
  const { claims } = answer.token;
  const kind = `${claims.approvals.length > 0 ? 'with approvals' : 'without'}${claims.exemptions.length > 0 ? ' and exemptions' : ''}`;
  const name = `token for ${environment}, ${kind}, ${claims.tier}`;
  world.counts.set(name, (world.counts.get(name) ?? 0) + 1);
  const alone = world.setting.humans.length === 1;
  const faults = await tokenFaults(world, claims, alone, await world.deployment.runtime.now());
  if (faults.length > 0) throw new Error(`${answer.ref} for ${environment}: ${faults.join('; ')}`);
}

export async function decide(seen: Seen, world: World, who: string, key: string, verdict: string): Promise<void> {
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

export async function register(world: World, who: string | null, version: string, description: string): Promise<void> {
  const ctx = who === null ? world.pipeline() : await world.as(who);
  await world.attempt('register', () => registerVersion(ctx, manifestOf(world, version, description)));
}

export async function attach(world: World, who: string | null, version: string): Promise<void> {
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

export async function everybodyApproves(seen: Seen, world: World, key: string): Promise<void> {
  for (const { name } of world.setting.humans) {
    await signInAgain(world, name);
    await decide(seen, world, name, key, 'approve');
  }
}

/** What `high` asks of evidence in production. */
const PROOFS = ['evaluation-report', 'evaluation-threshold', 'artifact-scan'] as const;

export async function askExemption(
  seen: Seen,
  world: World,
  who: string,
  version: string,
  environment: string,
  requirement: string,
): Promise<void> {
  const until = new Date((await world.deployment.runtime.now()).getTime() + 10 * 86_400_000).toISOString();
  const body = { ref: `${world.model}@${version}`, environment, requirement, reason: 'r', control: 'c', until };
  const made = await world.attempt('ask exemption', async () => requestExemption(await world.as(who), body));
  if (made) seen.exemptions.push(made.exemptionId);
}

export async function decideExemption(world: World, who: string, exemptionId: string, verdict: string): Promise<void> {
  const body = { exemptionId, verdict, comment: 'because' };
  await world.attempt(`${verdict} exemption`, async () => exempt(await world.as(who), body));
}

export async function everybodyExempts(seen: Seen, world: World): Promise<void> {
  for (const { name } of world.setting.humans) {
    await signInAgain(world, name);
    for (const id of seen.exemptions) await decideExemption(world, name, id, 'approve');
  }
}

export async function withdrawExemptions(seen: Seen, world: World, who: string): Promise<void> {
  for (const exemptionId of seen.exemptions)
    await world.attempt('withdraw exemption', async () =>
      withdrawExemption(await world.as(who), { exemptionId, reason: 'because' }),
    );
}

/** The way to a token as far as `from`, for the sequence to go on from. */
export async function begin(from: string, goal: string, seen: Seen, world: World): Promise<void> {
  if (from === 'nothing') return;
  await register(world, null, '1', 'first');
  if (from === 'exempted') {
    // Nothing is attached: the proofs are waived, and the rest goes its way.
    const [asker = ''] = world.setting.humans.map(({ name }) => name);
    for (const requirement of PROOFS) await askExemption(seen, world, asker, '1', goal, requirement);
    await everybodyExempts(seen, world);
  } else await attach(world, null, '1');
  if (from === 'registered') return;
  await ask(seen, world, null, '1', goal);
  if (from === 'asked') return;
  await everybodyApproves(seen, world, `1 ${goal}`);
  await ask(seen, world, null, '1', goal);
}

const APPROVING = ['reviewer', 'risk-reviewer', 'security-reviewer', 'privacy-reviewer'] as const;

async function proposeOr(
  seen: Seen,
  world: World,
  name: string,
  by: string,
  proposal: object,
  act: (ctx: Ctx) => Promise<unknown>,
) {
  const asked = await world.attempt(name, async () => {
    const ctx = await world.as(by);
    return atOnceOrPropose(ctx, () => act(ctx), proposal);
  });
  if (asked?.proposalId != null) seen.proposals.push(asked.proposalId);
}

export async function grant(seen: Seen, world: World, by: string, to: string, role: string): Promise<void> {
  const body = { personId: idOf(world, to), role };
  await proposeOr(seen, world, 'propose role', by, { kind: 'grant-role', ...body }, (ctx) => grantRole(ctx, body));
}

/** A second account of an administrator: it is there to be refused. */
export async function secondAccount(seen: Seen, world: World, by: string): Promise<void> {
  const account = { name: 'Second', email: `second-${world.mark}@model.test` };
  await proposeOr(seen, world, 'propose account', by, { kind: 'create-account', ...account }, (ctx) =>
    createPerson(ctx, account),
  );
}

/** Confirms everything that waits; an account that comes of it signs in, is given roles, and approves what it can. */
export async function confirmProposals(seen: Seen, world: World, by: string): Promise<void> {
  for (const proposalId of seen.proposals.splice(0)) {
    const done = await world.attempt('confirm proposal', async () =>
      confirmProposal(await world.as(by), { proposalId }),
    );
    if (!done) seen.proposals.push(proposalId);
  }
  if (world.people.has(SECOND) || !(await openSecond(world))) return;
  for (const role of APPROVING) await grant(seen, world, by, SECOND, role);
  for (const key of seen.reviews.keys()) await decide(seen, world, SECOND, key, 'approve');
}

export async function signInAgain(world: World, name: string): Promise<void> {
  const ctx = await world.as(name);
  if (!isPerson(ctx)) return;
  const now = await world.deployment.runtime.now();
  await world.owner.query('update session set authenticated_at = $2 where id = $1', [ctx.actor.session.id, now]);
}
