/** Exemptions for tests, asked for and decided by calling the services as people would. */
import type { Person } from '#domain/access/actor.ts';
import type { Ctx } from '../context.ts';
import { decideExemption, type ExemptionDecided } from '../exemptions/decide.ts';
import { requestExemption } from '../exemptions/request.ts';
import type { Deployment } from './deployment.ts';
import { approvedUseCase, HARMLESS, type Organisation, signedIn } from './organisation.ts';
import { approve, ask, register } from './release.ts';

/** The same person, signed in a moment ago: what deciding an exemption takes. */
export function confirmed(deployment: Deployment, person: Person): Promise<Person> {
  return signedIn(deployment, person.email, `${person.email} chose this`);
}

/** A use case of the medium tier: production asks for an evaluation report, which may be exempted for 60 days. */
export function mediumUseCase(deployment: Deployment, org: Organisation): Promise<void> {
  return approvedUseCase(deployment, org, 'outside', { ...HARMLESS, reachableFromOutside: 'yes' });
}

export interface Exempting {
  readonly version: string;
  readonly model?: string;
  readonly environment?: string;
  readonly requirement?: string;
  readonly until?: string;
}

export function exemptionBody({ version, model = 'credit/scorer', ...rest }: Exempting) {
  return {
    ref: `${model}@${version}`,
    environment: rest.environment ?? 'production',
    requirement: rest.requirement ?? 'evaluation-report',
    reason: 'The holdout set arrives next week',
    control: 'Every answer is read by a person',
    ticket: 'https://tickets.test/OPS-1',
    until: rest.until ?? '',
  };
}

/** So many days from the deployment's now, to the second. */
export async function inDays({ runtime }: Deployment, days: number): Promise<string> {
  const at = (await runtime.now()).getTime() + days * 86_400_000;
  return new Date(Math.floor(at / 1_000) * 1_000).toISOString();
}

/** Asked for by this person, for ten days unless another end is named. Gives the exemption's id. */
export async function askExemption(deployment: Deployment, person: Person, wanted: Exempting): Promise<string> {
  const until = wanted.until ?? (await inDays(deployment, 10));
  return (await requestExemption(deployment.as(person), exemptionBody({ ...wanted, until }))).exemptionId;
}

export function approveExemption(ctx: Ctx, exemptionId: string): Promise<ExemptionDecided> {
  return decideExemption(ctx, { exemptionId, verdict: 'approve' });
}

/** Asked for by `asker` and approved by these people, each freshly signed in. */
export async function granted(
  deployment: Deployment,
  asker: Person,
  approvers: readonly Person[],
  wanted: Exempting,
): Promise<string> {
  const id = await askExemption(deployment, asker, wanted);
  for (const person of approvers) await approveExemption(deployment.as(await confirmed(deployment, person)), id);
  return id;
}

/**
 * A version of the medium tier that production lets in by an exemption alone: registered and asked for by the maker,
 * exempted by the reviewer, approved by the reviewer and by the owner, who owns its use case. Gives the exemption's id.
 */
export async function exemptedVersion(
  deployment: Deployment,
  org: Organisation,
  version: string,
  until?: string,
): Promise<string> {
  await register(deployment, org.maker, { version, useCase: 'outside' });
  const wanted = { version, ...(until === undefined ? {} : { until }) };
  const id = await granted(deployment, org.maker, [org.reviewer], wanted);
  const { reviewId } = await ask(deployment, org.maker, version, { environment: 'production' });
  if (reviewId === null) throw new Error('no review was opened');
  for (const person of [org.reviewer, org.owner]) await approve(deployment, person, reviewId);
  return id;
}
