/**
 * One small organisation a sequence of acts is played in: fresh people, a team, a use case, and a model's name, on a
 * deployment that all sequences share. Outside trial, so that only people who signed in through a provider approve. What
 * stands at the beginning is put there by SQL; everything that happens afterwards goes through the services.
 */
import { ownerConnection } from '#db/testing/owner.ts';
import type { Person, Pipeline } from '#domain/access/actor.ts';
import type { Role } from '#domain/access/roles.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import type { Ctx } from '../../context.ts';
import { isServiceError } from '../../errors.ts';
import { newId } from '../../ids.ts';
import { actorOfSession } from '../../people/read-actor.ts';
import type { Deployment } from '../deployment.ts';
import { HARMLESS } from '../organisation.ts';

/** One human, by name; in the sequences of one person there is nobody else. */
export interface Human {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly member: boolean;
}

export interface Setting {
  readonly humans: readonly Human[];
  readonly facts: UseCaseFacts;
  readonly tag: string;
}

const EVERY_ROLE: readonly Role[] = [
  'administrator',
  'reviewer',
  'risk-reviewer',
  'security-reviewer',
  'privacy-reviewer',
  'legal-reviewer',
  'auditor',
];

/** Somebody with every role there is, who owns everything, and a second account of theirs made by an administrator. */
export const ONE: readonly Human[] = [{ name: 'solo', roles: EVERY_ROLE, member: true }];

export const SEVERAL: readonly Human[] = [
  { name: 'olga', roles: ['administrator'], member: true },
  { name: 'rita', roles: ['reviewer', 'risk-reviewer'], member: false },
  { name: 'sven', roles: ['security-reviewer'], member: false },
  // Owns the use case, and makes nothing: the one who may approve in that capacity.
  { name: 'uma', roles: [], member: true },
  { name: 'tara', roles: ['privacy-reviewer', 'administrator'], member: false },
];

export const FACTS: Readonly<Record<'low' | 'medium' | 'high' | 'critical', UseCaseFacts>> = {
  low: HARMLESS,
  medium: { ...HARMLESS, reachableFromOutside: 'yes' },
  high: { ...HARMLESS, customerData: 'yes' },
  critical: { ...HARMLESS, regulatedDecision: 'yes' },
};

export interface World {
  readonly deployment: Deployment;
  readonly setting: Setting;
  /** SQL past the services, for what was there before and for looking */
  readonly owner: Awaited<ReturnType<typeof ownerConnection>>;
  /** of this sequence, in every name it makes */
  readonly mark: string;
  readonly model: string;
  readonly useCase: string;
  /** `rita` → her id and session */
  readonly people: Map<string, { readonly id: string; readonly session: string }>;
  /** how acts ended, for knowing that the sequences reach something */
  readonly counts: Map<string, number>;
  as(name: string): Promise<Ctx>;
  pipeline(): Ctx;
  /** Runs an act; a refusal by a service is an answer like any other. Returns undefined then. */
  attempt<R>(act: string, work: () => Promise<R>): Promise<R | undefined>;
}

let sequences = 0;

/** Puts the setting there: roles given a month ago, a use case approved by somebody who then takes no part. */
export async function openWorld(deployment: Deployment, setting: Setting, counts: Map<string, number>): Promise<World> {
  const owner = await ownerConnection(deployment.ownerUrl);
  const now = await deployment.runtime.now();
  const before = new Date(now.getTime() - 30 * 86_400_000);
  const until = new Date(now.getTime() + 900 * 86_400_000);
  sequences += 1;
  const mark = `s${sequences}`;
  const runtime = { ...deployment.runtime, trial: false };
  const people = new Map<string, { id: string; session: string }>();
  const teamId = newId(now);
  for (const { name, roles } of [...setting.humans, { name: 'elsewhere', roles: ['risk-reviewer'] as const }]) {
    const ids = { id: newId(now), session: newId(now), text: newId(now) };
    people.set(name, { id: ids.id, session: ids.session });
    const email = `${name}-${mark}@model.test`;
    await owner.query(`insert into private_text (id, salt, text, created_at) values ($1, '\\x00', $2, $3)`, [
      ids.text,
      email,
      before,
    ]);
    await owner.query(
      `insert into person (id, issuer, subject, name_id, email_id, email_key, email_verified, created_at)
       values ($1, 'https://idp.test', $2, $3, $3, $2, true, $4)`,
      [ids.id, email, ids.text, before],
    );
    await owner.query(
      `insert into session (id, person_id, method, created_at, authenticated_at, expires_at) values ($1, $2, 'oidc', $3, $3, $4)`,
      [ids.session, ids.id, now, until],
    );
    for (const role of roles) {
      await owner.query(
        `insert into role_grant (id, person_id, role, granted_at, expires_at, at_setup) values ($1, $2, $3, $4, $5, false)`,
        [newId(now), ids.id, role, before, until],
      );
    }
  }
  const first = people.get(setting.humans[0]?.name ?? '');
  const elsewhere = people.get('elsewhere');
  const useCaseOwner = people.get('uma') ?? first;
  if (!first || !elsewhere || !useCaseOwner) throw new Error('a setting has somebody in it');
  await owner.query(`insert into team (id, slug, name, accountable_id, created_at) values ($1, $2, $2, $3, $4)`, [
    teamId,
    mark,
    first.id,
    before,
  ]);
  for (const { name, member } of setting.humans) {
    if (!member) continue;
    await owner.query(`insert into team_member (id, team_id, person_id, since) values ($1, $2, $3, $4)`, [
      newId(now),
      teamId,
      people.get(name)?.id,
      before,
    ]);
  }
  const useCaseId = newId(now);
  await owner.query(`insert into use_case (id, slug, team_id, owner_id, created_at) values ($1, $2, $3, $4, $5)`, [
    useCaseId,
    mark,
    teamId,
    useCaseOwner.id,
    before,
  ]);
  // In two steps, because the database itself lets nothing begin as approved.
  const useCaseVersionId = newId(now);
  await owner.query(
    `insert into use_case_version (id, use_case_id, number, title, description, facts, tags, state, submitted_by, submitted_at)
     values ($1, $2, 1, 'x', 'x', $3, '{}', 'submitted', $4, $5)`,
    [useCaseVersionId, useCaseId, JSON.stringify(setting.facts), first.id, before],
  );
  await owner.query(`update use_case_version set state = 'approved', decided_by = $2, decided_at = $3 where id = $1`, [
    useCaseVersionId,
    elsewhere.id,
    before,
  ]);
  const key: Pipeline = {
    kind: 'pipeline',
    id: newId(now),
    name: 'ci',
    team: mark,
    makerId: first.id,
    accountableId: first.id,
    actorId: null,
    models: [`${mark}/*`],
    environments: ['sandbox', 'staging', 'production'],
  };
  return {
    deployment,
    setting,
    owner,
    mark,
    model: `${mark}/scorer`,
    useCase: mark,
    people,
    counts,
    async as(name) {
      const session = people.get(name)?.session ?? '';
      const actor = await actorOfSession(runtime, session);
      return { runtime, actor, requestId: 'model' };
    },
    pipeline: () => ({ runtime, actor: key, requestId: 'model' }),
    async attempt(act, work) {
      try {
        const result = await work();
        counts.set(act, (counts.get(act) ?? 0) + 1);
        return result;
      } catch (error) {
        if (!isServiceError(error)) throw error;
        counts.set(`${act}: ${error.code}`, (counts.get(`${act}: ${error.code}`) ?? 0) + 1);
        return undefined;
      }
    },
  };
}

/** The name of an account that an administrator made with a password. */
export const SECOND = 'second';

/** Signs the account in, its password changed, as whoever made it could; false when there is none. */
export async function openSecond(world: World): Promise<boolean> {
  const { rows } = await world.owner.query<{ id: string }>('select id from person where email_key = $1', [
    `second-${world.mark}@model.test`,
  ]);
  const id = rows[0]?.id;
  if (id === undefined) return false;
  const now = await world.deployment.runtime.now();
  const session = newId(now);
  await world.owner.query('update local_credential set must_change = false where person_id = $1', [id]);
  await world.owner.query(
    `insert into session (id, person_id, method, created_at, authenticated_at, expires_at)
     values ($1, $2, 'local', $3, $3, $3::timestamptz + interval '900 days')`,
    [session, id, now],
  );
  world.people.set(SECOND, { id, session });
  return true;
}

export function idOf(world: World, name: string): string {
  return world.people.get(name)?.id ?? '';
}

export function isPerson(ctx: Ctx): ctx is Ctx & { readonly actor: Person } {
  return ctx.actor.kind === 'person';
}
