/**
 * Sign-in through the OIDC provider. An account is its (issuer, subject) and never its address: an address that belongs to
 * somebody here opens nothing, and waits until two administrators have said whose it is.
 */
import { and, eq } from 'drizzle-orm';
import { identity, person, session } from '#db/schema/people.ts';
import type { LedgerEvent } from '#domain/ledger/events.ts';
import { thing } from '../access/subjects.ts';
import type { OidcConfig } from '../config-oidc.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Runtime } from '../runtime.ts';
import { changed, mutate, type Outcome, type Tx, unchanged } from '../transact.ts';
import { syncGroupRoles } from './group-roles.ts';
import { authenticatedAt, type Claims, type OidcTokens, readClaims } from './oidc-claims.ts';
import { holderOf, linkIdentity, makePerson, updatePerson } from './oidc-person.ts';
import { SESSION_LIFE_MS, type SignedIn } from './sign-in.ts';

type Opened = SignedIn | { readonly refused: 'email-taken' | 'disabled' };

export const REFUSALS = {
  'email-taken':
    'Somebody here has this e-mail address already, and an address alone proves nobody. If that account is yours, ask an administrator to link this sign-in to it, under Settings, People.',
  disabled: 'Your account here is disabled. An administrator can enable it.',
} as const;

/** The provider's settings. Throws `precondition` where none is configured. */
export function oidcOf({ config }: Pick<Runtime, 'config'>): OidcConfig {
  if (config.oidc) return config.oidc;
  throw new ServiceError('precondition', 'No sign-in provider is configured here.', 'no-provider');
}

/** The identity's row with its person, locked; null when it was never seen. */
export async function findIdentity(tx: Tx, { issuer, subject }: Claims) {
  const [found] = await tx.db
    .select({ id: identity.id, personId: identity.personId })
    .from(identity)
    .where(and(eq(identity.issuer, issuer), eq(identity.subject, subject)))
    .for('update');
  return found ?? null;
}

async function isDisabled(tx: Tx, personId: string): Promise<boolean> {
  const [row] = await tx.db
    .select({ disabledAt: person.disabledAt })
    .from(person)
    .where(eq(person.id, personId))
    .for('update');
  return row?.disabledAt !== null;
}

/** Remembers, once, that this identity waits; the address has brought it to somebody else's door. */
async function letWait(tx: Tx, claims: Claims, claimsId: string): Promise<Outcome<Opened>> {
  const { issuer, subject } = claims;
  const id = newId(tx.now);
  await tx.db.insert(identity).values({ id, issuer, subject, claimsId, seenAt: tx.now });
  const data = { identity: id, issuer };
  return changed({ refused: 'email-taken' }, { action: 'identity.waiting', subject: `person:${claimsId}`, data });
}

async function open(tx: Tx, claims: Claims, oidc: OidcConfig, userAgent: string | null): Promise<Outcome<Opened>> {
  const found = await findIdentity(tx, claims);
  const events: LedgerEvent[] = [];
  let [personId, identityId] = [found?.personId ?? null, found?.id ?? null];
  if (personId === null || identityId === null) {
    const holder = await holderOf(tx, claims);
    if (holder !== null) return found ? unchanged({ refused: 'email-taken' }) : letWait(tx, claims, holder);
    const made = await makePerson(tx, claims);
    const linked = await linkIdentity(tx, made.personId, found, claims);
    events.push(...made.events, linked.event);
    [personId, identityId] = [made.personId, linked.identityId];
  } else {
    if (await isDisabled(tx, personId)) return unchanged({ refused: 'disabled' });
    events.push(...(await updatePerson(tx, personId, claims)));
  }
  events.push(...(await syncGroupRoles(tx, personId, claims.groups, oidc.roles)));
  const sessionId = newId(tx.now);
  const expiresAt = new Date(tx.now.getTime() + SESSION_LIFE_MS);
  await tx.db.insert(session).values({
    id: sessionId,
    personId,
    method: 'oidc',
    identityId,
    createdAt: tx.now,
    authenticatedAt: authenticatedAt(claims, tx.now, SESSION_LIFE_MS),
    expiresAt,
    userAgent,
  });
  return changed(
    { sessionId, personId, mustChangePassword: false, expiresAt },
    { action: 'session.started', subject: `person:${personId}`, data: { session: sessionId, method: 'oidc' } },
    ...events,
  );
}

/** Throws `forbidden` with `email-taken`, `disabled` or `claims`. */
export async function signInWithOidc(ctx: Ctx, tokens: OidcTokens, userAgent?: string): Promise<SignedIn> {
  const oidc = oidcOf(ctx.runtime);
  const claims = readClaims(tokens, oidc);
  const asSystem: Ctx = { ...ctx, actor: { kind: 'system' } };
  const opened = await mutate(asSystem, 'session.start', thing('sign-in'), (tx) =>
    open(tx, claims, oidc, userAgent ?? null),
  );
  if (!('refused' in opened)) return opened;
  ctx.runtime.log.warn({ requestId: ctx.requestId, reason: opened.refused }, 'sign-in refused');
  throw new ServiceError('forbidden', REFUSALS[opened.refused], opened.refused);
}
