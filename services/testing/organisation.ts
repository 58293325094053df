/** People, teams, keys and a use case for tests, each made by calling the services as a user would. */
import type { Person, Pipeline } from '#domain/access/actor.ts';
import type { Role } from '#domain/access/roles.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import { anonymous, type Ctx } from '../context.ts';
import { createKey } from '../keys/create-key.ts';
import { changePassword } from '../people/change-password.ts';
import { setUp } from '../people/create-administrator.ts';
import { createPerson } from '../people/create-person.ts';
import { grantRole } from '../people/grant-role.ts';
import { actorOfKey, actorOfSession } from '../people/read-actor.ts';
import { signIn } from '../people/sign-in.ts';
import { createTeam, setAccountable } from '../teams/create-team.ts';
import { addMember } from '../teams/membership.ts';
import { decideUseCase } from '../use-cases/decide.ts';
import { submitUseCase } from '../use-cases/submit.ts';
import type { Deployment } from './deployment.ts';

export const ADMIN_PASSWORD = 'canary-password-of-the-administrator';

/** Signs in anew and reads the actor, with the roles and teams of now. */
export async function signedIn(deployment: Deployment, email: string, password: string): Promise<Person> {
  const { sessionId } = await signIn(deployment.as(anonymous), { email, password });
  return again(deployment, sessionId);
}

async function again({ runtime }: Deployment, sessionId: string): Promise<Person> {
  const actor = await actorOfSession(runtime, sessionId);
  if (actor.kind !== 'person') throw new Error('the session signs nobody in');
  return actor;
}

/** The same person as the database knows them now. */
export function refreshed(deployment: Deployment, person: Person): Promise<Person> {
  return again(deployment, person.session.id);
}

/** As if the person had confirmed who they are just now: what asks for a fresh sign-in asks the actor. */
export async function confirmed({ runtime }: Deployment, person: Person): Promise<Person> {
  return { ...person, session: { ...person.session, authenticatedAt: await runtime.now() } };
}

/** The first administrator, by the printed link. */
export async function firstAdministrator(deployment: Deployment): Promise<Person> {
  const link = new URL(deployment.setupPath ?? '', 'https://gate.test').searchParams.get('link') ?? '';
  const account = { name: 'Adm In', email: 'adm@canary.test', password: ADMIN_PASSWORD };
  await setUp(deployment.as(anonymous), link, account);
  return signedIn(deployment, account.email, account.password);
}

export interface Hired {
  readonly roles?: readonly Role[];
  readonly teams?: readonly string[];
}

/** Signs in with the password that the administrator was shown, and changes it, as everybody has to. */
async function settled(deployment: Deployment, email: string, oneTimePassword: string): Promise<Person> {
  const next = `${email} chose this`;
  const first = await signedIn(deployment, email, oneTimePassword);
  await changePassword(deployment.as(first), { current: oneTimePassword, next });
  return signedIn(deployment, email, next);
}

/** A new account with roles and teams, signed in. */
export async function hire(
  deployment: Deployment,
  admin: Person,
  name: string,
  { roles = [], teams = [] }: Hired = {},
): Promise<Person> {
  const ctx = deployment.as(await confirmed(deployment, admin));
  const email = `${name}@canary.test`;
  const { personId, oneTimePassword } = await createPerson(ctx, { name: `Canary ${name}`, email });
  for (const role of roles) await grantRole(ctx, { personId, role });
  for (const slug of teams) await addMember(ctx, { slug, personId });
  return settled(deployment, email, oneTimePassword);
}

/** A team with somebody who answers for it, and so belongs to it. */
export async function found(deployment: Deployment, admin: Person, slug: string, accountable: Person): Promise<void> {
  await createTeam(deployment.as(admin), { slug, name: slug });
  await setAccountable(deployment.as(admin), { slug, personId: accountable.id });
}

export interface Issued {
  readonly pipeline: Pipeline;
  readonly secret: string;
}

/** A pipeline key, and the pipeline that it signs in. */
export async function issueKey(
  deployment: Deployment,
  maker: Ctx,
  team: string,
  models: readonly string[],
  environments: readonly string[] = ['sandbox', 'staging', 'production'],
): Promise<Issued> {
  const fresh = maker.actor.kind === 'person' ? deployment.as(await confirmed(deployment, maker.actor)) : maker;
  const { secret } = await createKey(fresh, { name: `${team} ci`, team, models, environments, days: 30 });
  const pipeline = await actorOfKey(deployment.runtime, secret);
  if (pipeline.kind !== 'pipeline') throw new Error('the key signs nobody in');
  return { pipeline, secret };
}

export const HARMLESS: UseCaseFacts = {
  customerData: 'no',
  regulatedDecision: 'no',
  productionTooling: 'no',
  actsWithoutPerson: 'no',
  reachableFromOutside: 'no',
};

export interface Organisation {
  readonly admin: Person;
  /** of the team credit */
  readonly owner: Person;
  /** a second member of credit, who made its key and answers for it */
  readonly maker: Person;
  /** of the team support */
  readonly stranger: Person;
  readonly reviewer: Person;
  readonly risk: Person;
  readonly security: Person;
  readonly auditor: Person;
  /** credit's, for credit/* in every environment */
  readonly pipeline: Pipeline;
  readonly secret: string;
}

/** Submits a use case of credit and has it approved by the risk reviewer. */
export async function approvedUseCase(
  deployment: Deployment,
  { owner, risk }: Pick<Organisation, 'owner' | 'risk'>,
  slug: string,
  facts: UseCaseFacts,
): Promise<void> {
  const { version } = await submitUseCase(deployment.as(owner), {
    slug,
    team: 'credit',
    title: slug,
    description: 'For tests',
    facts,
  });
  await decideUseCase(deployment.as(risk), { slug, version, verdict: 'approve' });
}

/** Two teams, one person of each kind, a key, and the use cases `search` (low) and `limits` (critical). */
export async function organise(deployment: Deployment): Promise<Organisation> {
  const admin = await firstAdministrator(deployment);
  for (const slug of ['credit', 'support']) await createTeam(deployment.as(admin), { slug, name: slug });
  const owner = await hire(deployment, admin, 'owner', { teams: ['credit'] });
  const maker = await hire(deployment, admin, 'maker', { teams: ['credit'] });
  const stranger = await hire(deployment, admin, 'stranger', { teams: ['support'] });
  const reviewer = await hire(deployment, admin, 'reviewer', { roles: ['reviewer'] });
  const risk = await hire(deployment, admin, 'risk', { roles: ['risk-reviewer'] });
  const security = await hire(deployment, admin, 'security', { roles: ['security-reviewer'] });
  const auditor = await hire(deployment, admin, 'auditor', { roles: ['auditor'] });
  await setAccountable(deployment.as(admin), { slug: 'credit', personId: maker.id });
  await setAccountable(deployment.as(admin), { slug: 'support', personId: stranger.id });
  const { pipeline, secret } = await issueKey(deployment, deployment.as(maker), 'credit', ['credit/*']);
  await approvedUseCase(deployment, { owner, risk }, 'search', HARMLESS);
  await approvedUseCase(deployment, { owner, risk }, 'limits', { ...HARMLESS, regulatedDecision: 'yes' });
  return { admin, owner, maker, stranger, reviewer, risk, security, auditor, pipeline, secret };
}
