/** A deployment outside trial mode, and people whom its provider vouches for: tokens as they come out of the code flow. */
import { UnsecuredJWT } from 'jose';
import type { Person } from '#domain/access/actor.ts';
import type { Config } from '../config.ts';
import { anonymous } from '../context.ts';
import type { OidcTokens } from '../people/oidc-claims.ts';
import { actorOfSession } from '../people/read-actor.ts';
import { signInWithOidc } from '../people/sign-in-oidc.ts';
import type { Deployment } from './deployment.ts';

export const OIDC: NonNullable<Config['oidc']> = {
  issuer: 'https://idp.test',
  clientId: 'countersign',
  clientSecret: 'canary-client-secret',
  scope: 'openid profile email',
  groupsClaim: 'groups',
  roles: [
    { group: 'admins', role: 'administrator' },
    { group: 'model-risk', role: 'risk-reviewer' },
    { group: 'model-risk-leads', role: 'risk-reviewer' },
    { group: 'auditors', role: 'auditor' },
  ],
};

export interface Said {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** The ID token that next-auth has checked, and the userinfo answer beside it. */
export async function tokensOf(deployment: Deployment, said: Said, userinfo: object = {}): Promise<OidcTokens> {
  const authTime = Math.floor((await deployment.runtime.now()).getTime() / 1000);
  const claims = {
    iss: OIDC.issuer,
    name: `Canary ${said.sub}`,
    email: `${said.sub}@idp.test`,
    email_verified: true,
    auth_time: authTime,
    ...said,
  };
  return { idToken: new UnsecuredJWT(claims).encode(), userinfo: { sub: said.sub, ...userinfo } };
}

/** Signs in through the provider and reads the actor. */
export async function vouched(deployment: Deployment, sub: string, groups: readonly string[] = []): Promise<Person> {
  const tokens = await tokensOf(deployment, { sub, groups });
  const { sessionId } = await signInWithOidc(deployment.as(anonymous), tokens);
  const actor = await actorOfSession(deployment.runtime, sessionId);
  if (actor.kind !== 'person') throw new Error('the session signs nobody in');
  return actor;
}
