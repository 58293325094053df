// A real provider (oidc-provider) over loopback http: what it says of itself, and of people, as it comes out of its code flow.
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { testConfig } from '../testing/deployment.ts';
import { OIDC } from '../testing/provider.ts';
import { readClaims } from './oidc-claims.ts';
import { findProvider } from './oidc-provider.ts';

const CALLBACK = 'https://gate.test/auth/callback/oidc';
const DISCOVERY = '/.well-known/openid-configuration';
const servers: Server[] = [];
let issuer: string;

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  let handle: RequestListener = () => undefined;
  issuer = await listen((request, response) => handle(request, response));
  const provider = new Provider(issuer, {
    clients: [{ client_id: OIDC.clientId, client_secret: OIDC.clientSecret, redirect_uris: [CALLBACK] }],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    cookies: { keys: ['of the test provider'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Mia', email: 'mia@idp.test', email_verified: true, groups: ['model-risk'] }),
    }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client?.clientId ?? '',
        accountId: context.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  handle = provider.callback();
});
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

const find = (at: string) =>
  findProvider({
    config: { ...testConfig('/none'), oidc: { ...OIDC, issuer: at } },
    log: createLog('silent'),
  });

/** Follows the provider's own redirects with its cookies, logging in where it asks, until it sends the browser back to us. */
async function walk(first: URL): Promise<URL> {
  const jar = new Map<string, string>();
  const call = async (address: URL, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer;
  };
  let answer = await call(first);
  for (let steps = 0; steps < 10; steps += 1) {
    const next = new URL(answer.headers.get('location') ?? '', issuer);
    if (next.origin !== new URL(issuer).origin) return next;
    const asks = next.pathname.startsWith('/interaction/');
    answer = asks
      ? await call(next, {
          method: 'POST',
          body: new URLSearchParams({ prompt: 'login', login: 'mia', password: 'x' }),
        })
      : await call(next);
  }
  throw new Error('the provider never sent anybody back');
}

test('a provider that describes itself properly is found', async () => {
  await expect(find(issuer)).resolves.toEqual({ tokenAuth: 'client_secret_basic' });
});

test('what it says of people is read from both of its answers, groups and time of sign-in among it', async () => {
  const verifier = randomBytes(32).toString('base64url');
  const address = new URL(`${issuer}/auth`);
  const query = {
    client_id: OIDC.clientId,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: OIDC.scope,
    max_age: '43200',
    state: 'state',
    nonce: 'nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const back = await walk(address);
  const exchanged = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${OIDC.clientId}:${OIDC.clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
    }),
  });
  const { id_token: idToken, access_token: access } = (await exchanged.json()) as Record<string, string>;
  const userinfo: unknown = await (
    await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${access}` } })
  ).json();
  const claims = readClaims({ idToken: idToken ?? '', userinfo }, { ...OIDC, issuer });
  expect(claims).toMatchObject({ issuer, subject: 'mia', email: 'mia@idp.test', emailVerified: true });
  expect(claims.groups).toEqual(['model-risk']);
  expect(Math.abs((claims.authTime ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  expect(() => readClaims({ idToken: idToken ?? '', userinfo }, OIDC), 'of another issuer').toThrow();
});

/** An address that nothing listens to any more. */
async function gone(): Promise<string> {
  const address = await listen(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return address;
}

test.each([
  ['is not there', async () => 'http://127.0.0.1:1', /cannot be reached \(bad port\)/],
  ['has gone', gone, /cannot be reached \(ECONNREFUSED\)/],
  ['answers with an error', () => listen((_, response) => response.writeHead(500).end()), /it answered 500/],
  ['answers with no description', () => listen((_, response) => response.end('{}')), /cannot be used: issuer/],
  [
    'calls itself otherwise',
    () => listen(async (_, response) => response.end(await (await fetch(`${issuer}${DISCOVERY}`)).text())),
    /by another issuer/,
  ],
  [
    'sends secrets over plain http',
    async () => {
      let self = '';
      self = await listen((_, response) => {
        const endpoint = 'http://idp.test/x';
        const endpoints = { token_endpoint: endpoint, userinfo_endpoint: endpoint, authorization_endpoint: endpoint };
        response.end(JSON.stringify({ issuer: self, ...endpoints }));
      });
      return self;
    },
    /token_endpoint \(not https\)/,
  ],
  [
    'leads elsewhere',
    () => listen((_, response) => response.writeHead(302, { location: issuer }).end()),
    /unexpected redirect/,
  ],
])('a provider that %s: unavailable, and why', async (_name, make, reason) => {
  await expect(find(await make())).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(reason),
  });
});
