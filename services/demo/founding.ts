/** The organisation comes together: people with their roles, teams with somebody who answers for them, use cases, keys. */
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import { anonymous } from '../context.ts';
import { changePassword } from '../people/change-password.ts';
import { createPerson } from '../people/create-person.ts';
import { grantRole } from '../people/grant-role.ts';
import { actorOfSession } from '../people/read-actor.ts';
import { signIn } from '../people/sign-in.ts';
import { createTeam, setAccountable } from '../teams/create-team.ts';
import { addMember } from '../teams/membership.ts';
import { decideUseCase } from '../use-cases/decide.ts';
import { submitUseCase } from '../use-cases/submit.ts';
import { type Nickname, STAFF, TEAMS, type TeamSlug } from './people.ts';
import type { Stage } from './stage.ts';

/** Accounts, and a password of their own choice for each, as everybody has to choose one. */
export async function hireEverybody(stage: Stage, password: string): Promise<void> {
  const { runtime } = await stage.admin();
  for (const { slug, name } of TEAMS) await createTeam(await stage.admin(), { slug, name });
  const ids = new Map<string, string>();
  for (const [nickname, { email, name, roles, teams }] of Object.entries(STAFF)) {
    stage.clock.wait(3);
    const { personId, oneTimePassword } = await createPerson(await stage.admin(), { name, email });
    ids.set(nickname, personId);
    for (const role of roles) await grantRole(await stage.admin(), { personId, role });
    for (const slug of teams) await addMember(await stage.admin(), { slug, personId });
    const door = { runtime, actor: anonymous, requestId: 'demo' };
    const { sessionId } = await signIn(door, { email, password: oneTimePassword });
    const actor = await actorOfSession(runtime, sessionId);
    await changePassword({ ...door, actor }, { current: oneTimePassword, next: password });
  }
  const lea = ids.get('lea') ?? '';
  for (const { slug } of TEAMS) await setAccountable(await stage.admin(), { slug, personId: lea });
  for (const { slug } of TEAMS) await stage.makeKey(slug);
}

const NOTHING: UseCaseFacts = {
  customerData: 'no',
  regulatedDecision: 'no',
  productionTooling: 'no',
  actsWithoutPerson: 'no',
  reachableFromOutside: 'no',
};

interface DemoUseCase {
  readonly slug: string;
  readonly team: TeamSlug;
  readonly owner: Nickname;
  readonly title: string;
  readonly description: string;
  readonly facts: UseCaseFacts;
}

const USE_CASES: readonly DemoUseCase[] = [
  {
    slug: 'credit-limit-increase',
    team: 'credit',
    owner: 'ada',
    title: 'Deciding on higher card limits',
    description: 'Scores a request to raise a card limit; an officer decides above 10,000.',
    facts: { ...NOTHING, customerData: 'yes', regulatedDecision: 'yes' },
  },
  {
    slug: 'support-reply-drafts',
    team: 'support',
    owner: 'sam',
    title: 'Drafting replies to customers',
    description: 'Drafts a reply that an agent reads, changes and sends.',
    facts: { ...NOTHING, customerData: 'yes' },
  },
  {
    slug: 'doc-search',
    team: 'research',
    owner: 'noa',
    title: 'Searching our own handbook',
    description: 'Finds pages of the internal handbook for colleagues.',
    facts: NOTHING,
  },
];

export const PARTNER_SEARCH: DemoUseCase = {
  slug: 'partner-search',
  team: 'research',
  owner: 'noa',
  title: 'Handbook search for partners',
  description: 'The same search, offered to partners through the portal.',
  facts: { ...NOTHING, reachableFromOutside: 'yes', customerData: 'unknown' },
};

export async function submit(stage: Stage, { owner, ...useCase }: DemoUseCase): Promise<number> {
  return (await submitUseCase(await stage.as(owner), useCase)).version;
}

export async function approveUseCases(stage: Stage): Promise<void> {
  for (const useCase of USE_CASES) {
    const version = await submit(stage, useCase);
    stage.clock.wait(40);
    await decideUseCase(await stage.as('rui'), { slug: useCase.slug, version, verdict: 'approve' });
  }
}
