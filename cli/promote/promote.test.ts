import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CuttingProxy, type Loss, startCuttingProxy } from '../testing/cutting-proxy.ts';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let repository: ModelRepository;
let proxy: CuttingProxy | undefined;
let count = 0;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(() => {
  repository = makeModelRepository(`model-${++count}`, {
    COUNTERSIGN_URL: server.origin,
    COUNTERSIGN_TOKEN: server.key,
  });
});
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
  repository.remove();
});

const promote = (...args: string[]) => repository.run(['promote', repository.ref, '--env', 'production', ...args]);
const register = () => repository.run(['register']);
const tokens = () => server.tokensOf(repository.ref);

/** Registered, reviewed and approved: the next promotion is allowed. */
async function approved(): Promise<void> {
  await register();
  expect((await promote()).code).toBe(3);
  await server.decide('rui', repository.ref, 'production');
}

async function through(loss: (request: string, before: number) => Loss): Promise<string[]> {
  proxy = await startCuttingProxy(server.origin, loss);
  return ['--server', proxy.origin];
}

describe('the whole path', () => {
  test('register, pending, approved, allowed, verified offline, revoked', async () => {
    expect((await register()).code).toBe(0);
    const pending = await promote('-o', 'token.jwt');
    expect([pending.code, pending.out]).toEqual([3, '']);
    expect(pending.err).toMatch(
      /✗ approval:\S+ +Needs the approval of a reviewer of any kind\n +http\S+\/reviews\/\S+\n/,
    );
    expect(pending.err).toMatch(/^PENDING: .*1 approval is missing; review http\S+\/reviews\/\S+$/m);
    expect(existsSync(repository.file('token.jwt'))).toBe(false);

    await server.decide('rui', repository.ref, 'production');
    const allowed = await promote('-o', 'token.jwt');
    expect([allowed.code, allowed.out]).toEqual([0, '']);
    expect(allowed.err).toMatch(/^ALLOWED: .*in token\.jwt$/m);
    expect(statSync(repository.file('token.jwt')).mode & 0o777).toBe(0o600);

    for (const args of [
      ['trust', 'fetch', '-o', 'trust.json'],
      ['status-list', 'fetch', '-o', 'status.jwt'],
    ])
      expect((await repository.run(args)).code).toBe(0);
    const offline = ['verify', 'token.jwt', '--trust', 'trust.json', '--receipt', 'token.jwt.tlog-proof'];
    const verify = (artifact: string, env: string) =>
      repository.run([...offline, '--artifact', artifact, '--env', env, '--status', 'status.jwt'], {
        COUNTERSIGN_URL: undefined,
      });
    expect(await verify('model', 'production')).toMatchObject({ code: 0 });
    expect(await verify('model', 'staging')).toMatchObject({ code: 1 });

    const token = repository.read('token.jwt').trim();
    const [jti = ''] = await tokens();
    const revoked = await repository.run(['token', 'revoke', token, '--reason', 'wrong build']);
    expect([revoked.code, revoked.err]).toEqual([0, expect.stringContaining(`REVOKED: ${jti}`)]);
    expect(revoked.err + revoked.out).not.toContain(token.split('.')[2]);
    await repository.run(['status-list', 'fetch', '-o', 'status.jwt']);
    expect(await verify('model', 'production')).toMatchObject({ code: 1, err: expect.stringContaining('revoked') });

    repository.write('model/config.json', '{"changed":true}');
    expect((await verify('model', 'production')).code).toBe(1);
  });

  test('without -o the token is all there is on stdout', async () => {
    await approved();
    const { code, out } = await promote();
    expect([code, out]).toEqual([0, expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/)]);
    expect(readdirSync(repository.folder)).not.toContain('token.jwt');
  });

  test('--json holds the token only where no file does', async () => {
    await approved();
    expect((await promote('--json')).json()).toMatchObject({
      verdict: 'allow',
      ref: repository.ref,
      token: expect.stringMatching(/^eyJ/),
      decision: { outcome: 'allow' },
    });
    const { json } = await promote('--json', '-o', 'token.jwt');
    expect(json()).toMatchObject({ verdict: 'allow', file: repository.file('token.jwt') });
    expect(json()).not.toHaveProperty('token');
    expect(repository.read('token.jwt.tlog-proof')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  });

  test('a receipt that cannot be had is a warning, and an old one does not stay beside a new token', async () => {
    await approved();
    repository.write('token.jwt.tlog-proof', 'of another token');
    const line = await through((request) => (request.startsWith('GET /ledger/') ? 'page' : 'none'));
    const { code, err } = await promote('-o', 'token.jwt', ...line);
    expect([code, err]).toEqual([0, expect.stringMatching(/^warning: the ledger receipt is missing/m)]);
    expect(existsSync(repository.file('token.jwt.tlog-proof'))).toBe(false);
  });
});

describe('denied is exit 1', () => {
  test('with every requirement that stands in the way', async () => {
    repository.edit('useCase: doc-search', 'useCase: nobody-knows');
    repository.edit('owner: team:credit', 'owner: user:nobody@demo.test');
    repository.edit('lineage: from-scratch', 'lineage: [{ relation: finetune, parent: "hf:org/base@main" }]');
    expect((await register()).code).toBe(0);
    const { code, out, err, json } = await promote('--json', '-o', 'token.jwt');
    expect(code).toBe(1);
    const { unmet } = json() as { unmet: { id: string; reason: string; link: string }[] };
    expect(unmet.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['owner-known', 'use-case-approved', 'facts-answered', 'lineage-sound']),
    );
    for (const { id, reason, link } of unmet) {
      expect(err.replace(/\s+/g, ' ')).toContain(reason.replace(/\s+/g, ' '));
      expect(err).toContain(link);
      expect(out).toContain(id);
    }
    expect(err).toMatch(/^DENIED: /m);
    expect(existsSync(repository.file('token.jwt'))).toBe(false);
  });

  test('when the review was rejected', async () => {
    await register();
    await promote();
    await server.decide('rui', repository.ref, 'production', 'reject');
    expect(await promote()).toMatchObject({ code: 1, err: expect.stringMatching(/^DENIED: /m) });
  });

  test('when the register has no such version', async () => {
    await register();
    const { code, json } = await repository.run(['promote', 'credit/model-1@9.9.9', '--env', 'staging', '--json']);
    expect([code, json()]).toMatchObject([1, { verdict: 'deny', code: 'not-registered' }]);
  });

  test('when the policy has no such environment', async () => {
    await register();
    const key = await server.makeKey(['moon']);
    const { code, err } = await repository.run(['promote', repository.ref, '--env', 'moon'], {
      COUNTERSIGN_TOKEN: key,
    });
    expect([code, err]).toEqual([1, expect.stringContaining('environment-known')]);
  });
});

describe('--wait', () => {
  test('goes on when the approval comes', async () => {
    await register();
    await promote();
    const waited = promote('--wait', '1m', '-o', 'token.jwt');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.decide('rui', repository.ref, 'production');
    const { code, err } = await waited;
    expect([code, err]).toEqual([0, expect.stringMatching(/^waiting: 1 approval is missing; review http\S+$/m)]);
    expect(await tokens()).toHaveLength(1);
  });

  test('ends with 1 when the review is rejected', async () => {
    await register();
    await promote();
    const waited = promote('--wait', '1m');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.decide('rui', repository.ref, 'production', 'reject');
    expect((await waited).code).toBe(1);
    expect(await tokens()).toEqual([]);
  });

  test('ends with 3 when the time is up', async () => {
    await register();
    const started = Date.now();
    expect((await promote('--wait', '2s')).code).toBe(3);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_900);
  });

  test('survives a server that is away for a while, and is undecided when it stays away', async () => {
    await register();
    const away = await through((request, before) =>
      request.startsWith('GET /api/v1/promotions/') && before < 3 ? 'page' : 'none',
    );
    const waited = promote('--wait', '1m', ...away);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.decide('rui', repository.ref, 'production');
    expect((await waited).code).toBe(0);
    expect(proxy?.requests.filter((request) => request.startsWith('GET ')).length).toBeGreaterThan(3);
  });

  test('is undecided when the server stays away until the end', async () => {
    await register();
    const away = await through((request) => (request.startsWith('GET ') ? 'cut' : 'none'));
    expect(await promote('--wait', '2s', ...away)).toMatchObject({ code: 4, out: '' });
  });
});

describe('an answer that is lost is asked for again', () => {
  test.each<Loss>(['cut', 'half', 'page'])('%s: one token, whose id is the one that was issued first', async (loss) => {
    await approved();
    const line = await through((request, before) => (request.startsWith('POST ') && before === 0 ? loss : 'none'));
    const { code, json } = await promote('--json', ...line);
    expect(code).toBe(0);
    expect(await tokens()).toEqual([json().jti]);
    expect(proxy?.keys).toHaveLength(2);
    expect(new Set(proxy?.keys).size).toBe(1);
  });

  test('and when every answer is lost, exit 4 and at most one token', async () => {
    await approved();
    const line = await through(() => 'cut');
    expect(await promote('-o', 'token.jwt', ...line)).toMatchObject({ code: 4, out: '' });
    expect(existsSync(repository.file('token.jwt'))).toBe(false);
    expect(await tokens()).toHaveLength(1);
    expect(new Set(proxy?.keys).size).toBe(1);
  });

  test('another run is another request, with another token', async () => {
    await approved();
    const first = (await promote('--json')).json().jti;
    const second = (await promote('--json')).json().jti;
    expect((await tokens()).sort()).toEqual([first, second].sort());
    expect(first).not.toBe(second);
  });
});

describe('--observe', () => {
  test('tells what would happen, asks the gate nothing, writes nothing, exits 0', async () => {
    await register();
    const before = readdirSync(repository.folder);
    const line = await through(() => 'none');
    const observed = () => promote('--observe', '--json', '--wait', '30m', '-o', 'token.jwt', ...line);
    const pending = await observed();
    expect([pending.code, pending.json()]).toMatchObject([0, { verdict: 'observed', would: 'pending' }]);
    await promote();
    await server.decide('rui', repository.ref, 'production');
    const allowed = await observed();
    expect([allowed.code, allowed.json()]).toMatchObject([0, { verdict: 'observed', would: 'allow' }]);
    expect(allowed.err).toMatch(/^OBSERVED: .*would be allowed.*Nothing was issued$/m);
    expect(proxy?.requests.every((request) => request.startsWith('GET '))).toBe(true);
    expect(readdirSync(repository.folder)).toEqual(before);
    expect(await tokens()).toEqual([]);
  });

  test('is 0 for what would be denied, and 4 where there is no answer', async () => {
    const denied = await promote('--observe', '--json');
    expect([denied.code, denied.json()]).toMatchObject([0, { would: 'deny' }]);
    const args = ['promote', repository.ref, '--env', 'production', '--observe'];
    expect((await repository.run(args, { COUNTERSIGN_URL: 'http://127.0.0.1:9' })).code).toBe(4);
    expect((await repository.run(args, { COUNTERSIGN_TOKEN: 'csk_wrong' })).code).toBe(4);
  });
});

describe('what decides nothing is exit 4, before a token is issued', () => {
  test('a key without that environment, and no key that is known', async () => {
    await approved();
    const key = await server.makeKey(['staging']);
    for (const COUNTERSIGN_TOKEN of [key, 'csk_wrong', undefined]) {
      const args = ['promote', repository.ref, '--env', 'production', '--json'];
      const { code, json } = await repository.run(args, { COUNTERSIGN_TOKEN });
      expect([code, json().verdict]).toEqual([4, 'undecided']);
    }
    expect(await tokens()).toEqual([]);
  });

  test('a place where no token can be written', async () => {
    await approved();
    mkdirSync(repository.file('folder'));
    for (const place of ['folder', 'nowhere/token.jwt']) expect((await promote('-o', place)).code).toBe(4);
    expect(await tokens()).toEqual([]);
  });
});

test('usage is exit 2, and asks nobody', async () => {
  const ref = repository.ref;
  const calls = [
    [],
    [ref],
    ['credit/no-version', '--env', 'staging'],
    [ref, '--env', 'Not An Environment'],
    [ref, ref, '--env', 'staging'],
    [ref, '--env', 'staging', '--wait', '30'],
    [ref, '--env', 'staging', '--wait', '25h'],
    [ref, '--env', 'staging', '--wait', '-1m'],
    [ref, '--env', 'staging', '--nonsense'],
  ];
  for (const args of calls) expect([args, (await repository.run(['promote', ...args])).code]).toEqual([args, 2]);
});
