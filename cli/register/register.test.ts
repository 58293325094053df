import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readVersion } from '#services/versions/read-version.ts';
import { startCuttingProxy } from '../testing/cutting-proxy.ts';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let repository: ModelRepository;
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
afterEach(() => repository.remove());

const register = (...args: string[]) => repository.run(['register', ...args]);
const registered = () => {
  const [namespace = '', name = ''] = repository.ref.split('@')[0]?.split('/') ?? [];
  return readVersion(server.as.ada, { namespace, name, version: '1.0.0' });
};

describe('what is registered', () => {
  test('is the version with the digest that `digest` prints, and again changes nothing', async () => {
    const { out: digest } = await repository.run(['digest', 'model']);
    const first = await register();
    expect([first.code, first.out]).toEqual([0, `${repository.ref} ${digest}`]);
    expect(first.err).toMatch(/^REGISTERED: /);
    const again = await register();
    expect([again.code, again.out]).toEqual([0, first.out]);
    expect(again.err).toMatch(/^ALREADY REGISTERED: /);
    expect((await registered()).manifest.revision).toBe(1);
  });

  test('says where it was built and who committed', async () => {
    repository.commit('work', 'Sam <sam@demo.test>');
    const proxy = await startCuttingProxy(server.origin, () => 'none');
    expect((await register('--server', proxy.origin)).err).not.toContain('hint');
    expect(proxy.bodyOf('POST /api/v1/versions')).toMatchObject({
      manifest: repository.read('countersign.yaml'),
      committers: ['ada@demo.test', 'sam@demo.test'],
    });
    expect((await registered()).source).toEqual({
      repository: 'https://git.example/credit/models',
      commit: repository.git('rev-parse', 'HEAD').trim(),
    });
    await proxy.close();
  });

  test('counts committers from the version that was approved last', async () => {
    repository.commit('early', 'Eve <eve@demo.test>');
    await register();
    await repository.run(['promote', repository.ref, '--env', 'staging']);
    await server.decide('rui', repository.ref, 'staging');
    expect((await repository.run(['promote', repository.ref, '--env', 'staging'])).code).toBe(0);
    repository.edit('version: 1.0.0', 'version: 1.1.0');
    repository.write('model/weights.bin', 'trained again');
    repository.commit('retrain', 'Sam <sam@demo.test>');
    const proxy = await startCuttingProxy(server.origin, () => 'none');
    expect(await register('--server', proxy.origin)).toMatchObject({
      code: 0,
      err: expect.stringContaining('retrain'),
    });
    // Ada committed it, Sam wrote it; whoever came before the approved commit is not named.
    expect(proxy.bodyOf('POST /api/v1/versions')).toMatchObject({ committers: ['ada@demo.test', 'sam@demo.test'] });
    await proxy.close();
  });

  test('the manifest holds where it names a source itself', async () => {
    const commit = repository.git('rev-parse', 'HEAD').trim();
    repository.write(
      'countersign.yaml',
      `${repository.read('countersign.yaml')}source: { repository: https://git.example/other, commit: ${commit} }\n`,
    );
    expect((await register()).code).toBe(0);
    expect((await registered()).source).toEqual({ repository: 'https://git.example/other', commit });
  });

  test('a corrected manifest on the same bytes is a revision', async () => {
    await register();
    repository.edit('lineage: from-scratch', 'lineage: from-scratch\ndescription: Finds documents.');
    const { code, err } = await register();
    expect([code, err]).toEqual([0, expect.stringMatching(/^REVISED: .*manifest revision 2/m)]);
  });

  test('an artifact elsewhere is named with --artifact', async () => {
    repository.write('out/weights.bin', 'other weights');
    const { out: digest } = await repository.run(['digest', 'out']);
    const { code, out } = await register('--artifact', 'out');
    expect([code, out]).toEqual([0, `${repository.ref} ${digest}`]);
  });

  test('--json prints one object and nothing else', async () => {
    const { code, json, err } = await register('--json');
    expect([code, json()]).toMatchObject([0, { verdict: 'created', ref: repository.ref, tier: 'low', revision: 1 }]);
    expect(err).toContain('REGISTERED');
  });

  test('a checkout with changes, and one without history, are hinted at', async () => {
    repository.write('countersign.yaml', `${repository.read('countersign.yaml')}# changed\n`);
    expect((await register()).err).toContain('hint: the checkout has changes that are not committed');
    const { err } = await repository.run(['register'], { GIT_DIR: '/nowhere' });
    expect(err).toContain('hint: committers are not sent: this is not a git checkout');
  });

  test('an answer that was lost on the way is asked for again', async () => {
    const proxy = await startCuttingProxy(server.origin, (request, before) =>
      request === 'POST /api/v1/versions' && before === 0 ? 'cut' : 'none',
    );
    const { code, err } = await register('--server', proxy.origin);
    expect([code, err]).toEqual([0, expect.stringMatching(/^ALREADY REGISTERED: /m)]);
    expect(proxy.requests.filter((request) => request === 'POST /api/v1/versions')).toHaveLength(2);
    await proxy.close();
  });
});

describe('what is refused with exit 1', () => {
  test('other bytes under the same version', async () => {
    await register();
    repository.write('model/weights.bin', 'changed');
    const { code, out, err } = await register();
    expect([code, out, err]).toEqual([1, '', expect.stringMatching(/^NOT REGISTERED: .*\(version-conflict\)$/m)]);
  });

  test('the same bytes under another version', async () => {
    await register();
    repository.edit('version: 1.0.0', 'version: 1.0.1');
    expect(await register()).toMatchObject({ code: 1, err: expect.stringContaining('(digest-conflict)') });
  });

  test('a manifest with problems: all of them, each with its place, before anything is asked', async () => {
    repository.edit('owner: team:credit', 'owner: credit');
    repository.edit('lineage: from-scratch', 'lineage: none\nextra: 1');
    const { code, err, json } = await repository.run(['register', '--json'], { COUNTERSIGN_URL: 'http://127.0.0.1:9' });
    expect(code).toBe(1);
    expect(err).toMatch(/^countersign\.yaml:4:8 /m);
    expect(err).toMatch(/^countersign\.yaml:9:\d+ /m);
    expect(err).toMatch(/^countersign\.yaml:10:1 /m);
    expect(json()).toMatchObject({ verdict: 'refused', code: 'manifest', problems: { length: 3 } });
  });

  test('a digest in the manifest that is not the digest of the files', async () => {
    repository.edit('{ path: ./model }', `{ path: ./model, digest: "sha256:${'0'.repeat(64)}" }`);
    expect(await register()).toMatchObject({ code: 1, err: expect.stringContaining('(digest-mismatch)') });
  });

  test('an artifact with a link in it, and one behind a link out of the folder', async () => {
    symlinkSync('config.json', repository.file('model/link.json'));
    expect(await register()).toMatchObject({ code: 1, err: expect.stringContaining('"link.json"') });
    symlinkSync(path.dirname(repository.folder), repository.file('elsewhere'));
    repository.edit('./model', './elsewhere');
    expect(await register()).toMatchObject({ code: 1, err: expect.stringContaining("leads out of the manifest's") });
  });
});

describe('what decides nothing is exit 4', () => {
  test.each([
    ['a wrong key', { COUNTERSIGN_TOKEN: 'csk_wrong' }],
    ['no key', { COUNTERSIGN_TOKEN: undefined }],
    ['nobody there', { COUNTERSIGN_URL: 'http://127.0.0.1:9' }],
  ])('%s', async (_, env) => {
    const { code, out, json } = await repository.run(['register', '--json'], env);
    expect([code, json()]).toEqual([4, { verdict: 'undecided', message: expect.any(String) }]);
    expect(out).not.toContain('csk_');
  });

  test('a key whose scope does not cover the model', async () => {
    const key = await server.makeKey(['staging'], ['credit/another']);
    expect(await repository.run(['register'], { COUNTERSIGN_TOKEN: key })).toMatchObject({ code: 4, out: '' });
  });

  test('a manifest or an artifact that is not there', async () => {
    expect(await register('-f', 'nothing.yaml')).toMatchObject({ code: 4, out: '' });
    expect(await register('--artifact', 'nothing')).toMatchObject({ code: 4, out: '' });
  });

  test('usage is exit 2', async () => {
    for (const args of [['extra'], ['--nonsense'], ['--server', 'ftp://x'], ['--server', 'http://example.com']])
      expect((await register(...args)).code).toBe(2);
    expect((await repository.run(['register'], { COUNTERSIGN_URL: undefined })).code).toBe(2);
  });
});
