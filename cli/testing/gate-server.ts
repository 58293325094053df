/** A server that publishes what a gate publishes, with real keys, on a real socket; tests bend what it says. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type Issuer, makeIssuer } from '#domain/token/testing/mint.ts';
import type { Trust } from '#domain/token/trust.ts';

export interface GateServer {
  readonly origin: string;
  readonly trust: Trust;
  readonly statusUri: string;
  /** paths asked for, in order */
  readonly requests: string[];
  /** what is served, by path; change it to bend the server */
  readonly documents: Record<string, { type: string; body: string }>;
  token(change?: Parameters<Issuer['promotionToken']>[0]): Promise<string>;
  statusList(revoked?: readonly number[], change?: Parameters<Issuer['statusListToken']>[1]): Promise<string>;
  readonly issuer: Issuer;
  close(): Promise<void>;
}

/** Starts one. Tokens and lists are good at the time of the real clock. */
export async function startGate(): Promise<GateServer> {
  const issuer = await makeIssuer();
  const requests: string[] = [];
  const documents: GateServer['documents'] = {};
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const document = documents[request.url ?? ''];
    response.writeHead(document ? 200 : 404, { 'content-type': document?.type ?? 'application/problem+json' });
    response.end(document?.body ?? '{"code":"not-found"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const statusUri = `${origin}/api/v1/tokens/status/1`;
  const now = () => Math.floor(Date.now() / 1000);
  const trust: Trust = { ...issuer.trust, issuer: origin };
  const gate: GateServer = {
    origin,
    trust,
    statusUri,
    requests,
    documents,
    issuer,
    token: (change = {}) =>
      issuer.promotionToken({
        iss: origin,
        iat: now() - 5,
        nbf: now() - 5,
        exp: now() + 595,
        status: { status_list: { idx: 7, uri: statusUri } },
        ...change,
      }),
    statusList: (revoked = [], change = {}) =>
      issuer.statusListToken(revoked, {
        iss: origin,
        sub: statusUri,
        iat: now() - 3,
        exp: now() + 600,
        ttl: 300,
        ...change,
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) });
  documents['/.well-known/countersign'] = json({
    issuer: origin,
    trial: false,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    promotion_keys: trust.keys.map(({ kid }) => kid),
    status_keys: trust.statusKeys.map(({ kid }) => kid),
    status_lists: [statusUri],
    ledger: { origin: trust.ledger.origin, public_key: trust.ledger.publicKey },
  });
  documents['/.well-known/jwks.json'] = json({
    keys: [...trust.keys, ...trust.statusKeys].map((key) => ({ ...key, use: 'sig', alg: 'ES256' })),
  });
  documents['/api/v1/tokens/status/1'] = { type: 'application/statuslist+jwt', body: await gate.statusList() };
  return gate;
}
