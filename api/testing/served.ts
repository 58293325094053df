/** The api over a whole deployment, called as machines and browsers call it. */
import type { Person } from '#domain/access/actor.ts';
import { type Deployment, ORIGIN, openDeployment } from '#services/testing/deployment.ts';
import { issueKey, type Organisation, organise } from '#services/testing/organisation.ts';
import { approve, ask, register } from '#services/testing/release.ts';
import { sessionCookie } from '#services/testing/session-cookie.ts';
import { createApi } from '../create-api.ts';

export interface Call {
  readonly key?: string;
  /** signs in by the browser's cookie, from our own pages unless headers say otherwise */
  readonly person?: Person;
  readonly json?: unknown;
  /** the body as it is */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** of a JSON answer; null otherwise */
  readonly json: Record<string, unknown> | null;
}

export interface Served {
  readonly deployment: Deployment;
  readonly org: Organisation;
  readonly api: ReturnType<typeof createApi>;
  /** a key of credit for credit/scorer in staging only */
  readonly narrowKey: string;
  /** a key of the team support */
  readonly foreignKey: string;
  /** credit/scorer@1.0.0 has a token for staging; @2.0.0 waits in production */
  readonly jti: string;
  readonly token: string;
  readonly reviewId: string;
  readonly promotionId: string;
  call(method: string, path: string, call?: Call): Promise<Answer>;
}

export async function serve(): Promise<Served> {
  const deployment = await openDeployment();
  const org = await organise(deployment);
  const api = createApi(deployment.runtime);
  const narrow = await issueKey(deployment, deployment.as(org.owner), 'credit', ['credit/scorer'], ['staging']);
  const foreign = await issueKey(deployment, deployment.as(org.stranger), 'support', ['support/*', 'credit/*']);
  await register(deployment, org.pipeline, { version: '1.0.0' });
  const first = await ask(deployment, org.pipeline, '1.0.0');
  await approve(deployment, org.reviewer, first.reviewId ?? '');
  const { token } = await ask(deployment, org.pipeline, '1.0.0');
  await register(deployment, org.pipeline, { version: '2.0.0' });
  const pending = await ask(deployment, org.pipeline, '2.0.0', { environment: 'production' });
  return {
    deployment,
    org,
    api,
    narrowKey: narrow.secret,
    foreignKey: foreign.secret,
    jti: token?.claims.jti ?? '',
    token: token?.text ?? '',
    reviewId: pending.reviewId ?? '',
    promotionId: pending.id,
    async call(method, path, { key, person, json, body, headers } = {}) {
      const all = new Headers();
      if (key !== undefined) all.set('authorization', `Bearer ${key}`);
      if (person) {
        all.set('cookie', await sessionCookie(deployment.runtime, person.session.id));
        all.set('origin', ORIGIN);
        all.set('sec-fetch-site', 'same-origin');
      }
      if (json !== undefined) all.set('content-type', 'application/json');
      for (const [name, value] of Object.entries(headers ?? {})) all.set(name, value);
      const sent = json === undefined ? body : JSON.stringify(json);
      const response = await api.request(`${ORIGIN}${path}`, {
        method,
        headers: all,
        ...(sent === undefined ? {} : { body: sent }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: isJson ? (JSON.parse(text) as Record<string, unknown>) : null,
      };
    },
  };
}

/** What is wrong with an answer as a problem of RFC 9457; nothing when it is as it has to be. */
export function problemFaults({ status, headers, json, text }: Answer): string[] {
  return [
    ...(status >= 500 && status !== 503 ? [`status ${status}`] : []),
    ...(headers.get('content-type') === 'application/problem+json' ? [] : ['not problem+json']),
    ...(json?.status === status ? [] : ['another status inside']),
    ...(typeof json?.code === 'string' && /^[a-z][a-z:-]*$/.test(json.code) ? [] : ['no code']),
    ...(json?.type === `urn:countersign:problem:${String(json?.code)}` ? [] : ['no stable type']),
    ...(/\bat .*\.(ts|js):\d|node_modules|\/work\/|\/home\//.test(text) ? ['a stack or a path'] : []),
    ...(/\b(select|insert into|update) .*\b(from|values|set)\b|params:|pg_|relation "/i.test(text) ? ['SQL'] : []),
  ];
}
