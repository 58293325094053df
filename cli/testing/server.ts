/**
 * The real server in this process, on a real socket and a throw-away store, with people, a team, an approved use case and
 * a pipeline key made through the services as the browser would.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createApi } from '#api/create-api.ts';
import { start } from '#services/boot/start.ts';
import { readConfig } from '#services/config.ts';
import { anonymous, type Ctx } from '#services/context.ts';
import { createKey } from '#services/keys/create-key.ts';
import { changePassword } from '#services/people/change-password.ts';
import { createPerson } from '#services/people/create-person.ts';
import { grantRole } from '#services/people/grant-role.ts';
import { actorOfSession } from '#services/people/read-actor.ts';
import { signIn } from '#services/people/sign-in.ts';
import { decideReview } from '#services/reviews/decide.ts';
import { readReview } from '#services/reviews/read.ts';
import { createTeam, setAccountable } from '#services/teams/create-team.ts';
import { addMember } from '#services/teams/membership.ts';
import { decideUseCase } from '#services/use-cases/decide.ts';
import { submitUseCase } from '#services/use-cases/submit.ts';
import { readVersion } from '#services/versions/read-version.ts';

const PASSWORD = 'a long enough password';

export interface TestServer {
  readonly origin: string;
  /** pipeline key of team `credit`, for everything in its namespace and every environment */
  readonly key: string;
  /** as whom an act is done: owner and administrator, risk reviewer, security reviewer */
  readonly as: Readonly<Record<'ada' | 'rui' | 'sec', Ctx>>;
  /** makes another key of the team */
  makeKey(environments: readonly string[], models?: readonly string[]): Promise<string>;
  /** the one review of a version for an environment, decided by that person */
  decide(person: 'rui' | 'sec', ref: string, environment: string, verdict?: 'approve' | 'reject'): Promise<void>;
  /** `jti`s of all tokens of a version */
  tokensOf(ref: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Splits `namespace/name@version`. */
function nameOf(ref: string) {
  const [, namespace = '', name = '', version = ''] = /^(.*?)\/(.*?)@(.*)$/.exec(ref) ?? [];
  return { namespace, name, version };
}

/** `clock`: the store's too, so that a test can drive the time of command and server together. */
export async function startTestServer(options: { readonly clock?: () => Date } = {}): Promise<TestServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-server-'));
  let listener: RequestListener = (_, response) => response.destroy();
  const http = createServer((request, response) => void listener(request, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as { port: number };
  const origin = `http://127.0.0.1:${port}`;
  const config = readConfig(
    {
      PORT: String(port),
      COUNTERSIGN_ORIGIN: origin,
      COUNTERSIGN_DATA_DIR: dataDir,
      COUNTERSIGN_INIT_ADMIN_EMAIL: 'ada@demo.test',
      COUNTERSIGN_INIT_ADMIN_PASSWORD: PASSWORD,
      COUNTERSIGN_LOG_LEVEL: 'silent',
    },
    dataDir,
  );
  const { runtime } = await start(config, path.resolve(import.meta.dirname, '../../db/migrations'), options);
  listener = getRequestListener(createApi(runtime).fetch, { overrideGlobalObjects: false });

  async function signedIn(email: string, password: string): Promise<Ctx> {
    const ctx: Ctx = { runtime, actor: anonymous, requestId: 'test' };
    const { sessionId } = await signIn(ctx, { email, password });
    return { ...ctx, actor: await actorOfSession(runtime, sessionId) };
  }
  const administrator = await signedIn('ada@demo.test', PASSWORD);
  async function reviewer(name: string, role: string): Promise<Ctx> {
    const email = `${name}@demo.test`;
    const { personId, oneTimePassword } = await createPerson(administrator, { name, email });
    await grantRole(administrator, { personId, role });
    const own = 'a password of their own';
    await changePassword(await signedIn(email, oneTimePassword), { current: oneTimePassword, next: own });
    return signedIn(email, own);
  }
  const [rui, sec] = [await reviewer('rui', 'risk-reviewer'), await reviewer('sec', 'security-reviewer')];
  const adaId = administrator.actor.kind === 'person' ? administrator.actor.id : '';
  await createTeam(administrator, { slug: 'credit', name: 'Credit' });
  await addMember(administrator, { slug: 'credit', personId: adaId });
  await setAccountable(administrator, { slug: 'credit', personId: adaId });
  const ada = await signedIn('ada@demo.test', PASSWORD);
  const no = 'no' as const;
  const facts = { customerData: no, regulatedDecision: no, productionTooling: no, actsWithoutPerson: no };
  await submitUseCase(ada, {
    slug: 'doc-search',
    team: 'credit',
    title: 'Document search',
    description: 'Finds internal documents.',
    facts: { ...facts, reachableFromOutside: no },
  });
  await decideUseCase(rui, { slug: 'doc-search', version: 1, verdict: 'approve' });

  const makeKey: TestServer['makeKey'] = async (environments, models = ['credit/*']) =>
    (await createKey(ada, { name: 'ci', team: 'credit', models, environments, days: 1 })).secret;
  return {
    origin,
    key: await makeKey(['sandbox', 'staging', 'production']),
    as: { ada, rui, sec },
    makeKey,
    async decide(person, ref, environment, verdict = 'approve') {
      const ctx = person === 'rui' ? rui : sec;
      const view = await readVersion(ctx, nameOf(ref));
      const reviewId = view.environments.find(({ name }) => name === environment)?.review?.id;
      if (!reviewId) throw new Error(`there is no review of ${ref} for ${environment}`);
      const { contentDigest } = await readReview(ctx, reviewId);
      await decideReview(ctx, { reviewId, verdict, contentDigest, ...(verdict === 'reject' && { comment: 'no' }) });
    },
    tokensOf: async (ref) => (await readVersion(ada, nameOf(ref))).tokens.map(({ jti }) => jti),
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
      await runtime.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
