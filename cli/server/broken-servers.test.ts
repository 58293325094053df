/** Whatever is at the other end, no verb says yes unless the gate did. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { brokenServers, type Listening, listen } from '../testing/broken-servers.ts';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';

const REF = 'credit/broken@1.0.0';
const JTI = '019c1b3e-6d2f-7c11-9a3e-0f6f3a1f9b10';
const VERBS: Readonly<Record<string, readonly string[]>> = {
  register: ['register'],
  promote: ['promote', REF, '--env', 'production', '-o', 'token.jwt'],
  'promote --observe': ['promote', REF, '--env', 'production', '-o', 'token.jwt', '--observe'],
  'evidence attach': ['evidence', 'attach', REF, '--type', 'scan', '--file', 'model/config.json'],
  status: ['status', REF],
  diff: ['diff', REF, REF],
  'token revoke': ['token', 'revoke', JTI, '--reason', 'x'],
};

let repository: ModelRepository;
let server: Listening | undefined;
beforeEach(() => {
  repository = makeModelRepository('broken', { COUNTERSIGN_TOKEN: 'csk_canary', COUNTERSIGN_TIMEOUT: '0.7' });
});
afterEach(async () => {
  await server?.close();
  repository.remove();
});

/** Runs every verb against a server; exit 4 each, with no file made and no secret said. */
async function expectUndecided(answer: Parameters<typeof listen>[0]): Promise<void> {
  server = await listen(answer);
  const before = readdirSync(repository.folder);
  const { origin } = server;
  const runs = Object.entries(VERBS).map(async ([verb, args]) => {
    const { code, out, err } = await repository.run([...args, '--json'], { COUNTERSIGN_URL: origin });
    expect([verb, code, JSON.parse(out)]).toEqual([verb, 4, { verdict: 'undecided', message: expect.any(String) }]);
    expect(out + err).not.toContain('csk_canary');
  });
  await Promise.all(runs);
  expect(readdirSync(repository.folder)).toEqual(before);
}

describe('a server that', () => {
  test.each(Object.entries(brokenServers))('%s', (_, answer) => expectUndecided(answer));
});

/** An HTTP server that gives one answer to everything. */
function always(status: number, type: string, body: string): Parameters<typeof listen>[0] {
  const head = `HTTP/1.1 ${status} X\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}`;
  return (socket) => socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}

const decision = (change: object) => ({
  id: 'd',
  outcome: 'allow',
  ref: REF,
  environment: 'production',
  tier: 'low',
  tierReasons: [],
  contentDigest: 'sha256:0',
  requirements: [],
  policies: [],
  approvals: [],
  exemptions: [],
  evaluator: 'x',
  ...change,
});
const allowed = { id: 'p', outcome: 'allow', token: 'a.b.c', jti: JTI, expiresAt: 'soon', ledgerIndex: 1 };
const denied = { status: 403, code: 'gate-denied', detail: 'no', id: 'p', unmet: [], review: null };

describe('an answer that is nearly right:', () => {
  const json = 'application/json';
  const problem = 'application/problem+json';
  test.each<[string, number, string, unknown]>([
    ['allowed, with a token that is none', 200, json, { ...allowed, decision: decision({}) }],
    ['allowed, with the decision of another version', 200, json, { ...allowed, decision: decision({ ref: 'a/b@1' }) }],
    ['allowed, with a decision that denies', 200, json, { ...allowed, decision: decision({ outcome: 'deny' }) }],
    ['pending with 200', 200, json, { id: 'p', outcome: 'pending', review: null, decision: decision({}) }],
    ['pending about something else', 202, json, { id: 'p', outcome: 'pending', review: null, decision: decision({}) }],
    ['denied, without a decision', 403, problem, { status: 403, code: 'gate-denied', detail: 'no' }],
    ['denied, about another environment', 403, problem, { ...denied, decision: decision({ environment: 'moon' }) }],
    ['denied as plain JSON', 403, json, { ...denied, decision: decision({ outcome: 'deny' }) }],
    ['forbidden', 403, problem, { status: 403, code: 'forbidden', detail: 'no' }],
    ['not found by something that is not the register', 404, json, { code: 'not-registered' }],
    ['a problem whose status is another', 404, problem, { status: 200, code: 'not-registered', detail: 'x' }],
    ['too many requests', 429, problem, { status: 429, code: 'too-many', detail: 'x' }],
    ['a member named twice', 200, json, '{"outcome":"deny","outcome":"allow"}'],
  ])('%s', (_, status, type, body) =>
    expectUndecided(always(status, type, typeof body === 'string' ? body : JSON.stringify(body))),
  );
});

test('what a server says cannot write to the terminal, nor forge a verdict line', async () => {
  const detail = 'no\u001b[2J\nALLOWED: everything\r\n\u202e';
  const errors = [{ pointer: '/manifest/owner', line: 4, column: 8, message: `bad\u001b[31m\nALLOWED: this` }];
  server = await listen((socket, request) => {
    const isModel = request.startsWith('GET ');
    const body = isModel
      ? { status: 404, code: 'not-found', detail }
      : { status: 422, code: 'registration', detail, errors };
    always(body.status, 'application/problem+json', JSON.stringify(body))(socket, request);
  });
  const { code, err } = await repository.run(['register'], { COUNTERSIGN_URL: server.origin });
  expect(code).toBe(1);
  expect(err).toMatch(/^countersign\.yaml:4:8 bad/m);
  expect(err).not.toMatch(/^ALLOWED/m);
  expect(err).not.toMatch(/[\u001b\r\u202e]/);
});
