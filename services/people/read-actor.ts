/**
 * Who is calling: read from the database on every request, so that ending a session, disabling a person or taking a role
 * away acts at the next one.
 */
import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { touchKey } from '#db/bookkeeping.ts';
import { pipelineOfKey } from '#db/queries/pipeline-of-key.ts';
import { ask, reader } from '#db/read.ts';
import {
  identity,
  localCredential,
  person,
  privateText,
  roleGrant,
  session,
  team,
  teamMember,
} from '#db/schema/people.ts';
import type { Actor } from '#domain/access/actor.ts';
import { isRole } from '#domain/access/roles.ts';
import { anonymous } from '../context.ts';
import type { Runtime } from '../runtime.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The person whose session this is, or nobody. */
export async function actorOfSession(runtime: Runtime, sessionId: string): Promise<Actor> {
  if (!UUID.test(sessionId)) return anonymous;
  const db = reader(runtime.store.pool);
  const now = await runtime.now();
  const [row] = await db
    .select({
      sessionId: session.id,
      method: session.method,
      authenticatedAt: session.authenticatedAt,
      id: person.id,
      // Who vouched for this session: the provider's identity, or we for the account itself.
      issuer: sql<string>`coalesce(${identity.issuer}, ${person.issuer})`,
      subject: sql<string>`coalesce(${identity.subject}, ${person.subject})`,
      name: privateText.text,
      email: person.emailKey,
      mustChangePassword: localCredential.mustChange,
      teams: sql<
        string[]
      >`array(select ${team.slug} from ${teamMember} join ${team} on ${team.id} = ${teamMember.teamId}
        where ${teamMember.personId} = ${person.id} and ${teamMember.until} is null order by ${team.slug} collate "C")`,
    })
    .from(session)
    .innerJoin(person, eq(person.id, session.personId))
    .innerJoin(privateText, eq(privateText.id, person.nameId))
    .leftJoin(identity, eq(identity.id, session.identityId))
    .leftJoin(localCredential, eq(localCredential.personId, person.id))
    .where(
      and(eq(session.id, sessionId), isNull(session.revokedAt), gt(session.expiresAt, now), isNull(person.disabledAt)),
    );
  if (!row) return anonymous;
  const grants = await db
    .select()
    .from(roleGrant)
    .where(and(eq(roleGrant.personId, row.id), isNull(roleGrant.revokedAt), gt(roleGrant.expiresAt, now)));
  return {
    kind: 'person',
    id: row.id,
    issuer: row.issuer,
    subject: row.subject,
    name: row.name ?? 'Erased person',
    email: row.email ?? '',
    // A password that nobody used here does not stand in the way of who came in through the provider.
    mustChangePassword: row.method === 'local' && (row.mustChangePassword ?? false),
    teams: row.teams,
    grants: grants.flatMap(({ id, role, grantedAt, grantedBy, expiresAt, atSetup, sourceGroup }) =>
      isRole(role) ? [{ id, role, grantedAt, grantedBy, expiresAt, atSetup, sourceGroup }] : [],
    ),
    session: { id: row.sessionId, authenticatedAt: row.authenticatedAt, method: row.method },
  };
}

/** What a pipeline key's text looks like: recognisable by secret scanners. */
export const KEY_PREFIX = 'csk_';

/** SHA-256 of a key's text. */
export function keyHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The pipeline that this key belongs to, or nobody. A key ends with its maker's account. */
export async function actorOfKey(runtime: Runtime, secret: string): Promise<Actor> {
  if (!secret.startsWith(KEY_PREFIX) || secret.length > 200) return anonymous;
  // By the database's own clock, in the same question: this is asked on every call of a pipeline.
  const clock = runtime.clock?.() ?? null;
  const [row] = await ask(reader(runtime.store.gatePool), pipelineOfKey({ hash: keyHash(secret), clock }));
  if (!row) return anonymous;
  if (!row.lastUsedAt || row.now.getTime() - row.lastUsedAt.getTime() > 60_000)
    await touchKey(runtime.store.pool, row.id, row.now);
  return {
    kind: 'pipeline',
    id: row.id,
    name: row.name,
    team: row.team,
    makerId: row.makerId,
    accountableId: row.accountableId,
    actorId: null,
    models: row.models,
    environments: row.environments,
  };
}
