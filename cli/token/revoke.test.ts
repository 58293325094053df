import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GateServer, startGate } from '../testing/gate-server.ts';
import { type ModelRepository, makeModelRepository } from '../testing/model-repository.ts';

const JTI = '019c1b3e-6d2f-7c11-9a3e-0f6f3a1f9b10';

let gate: GateServer;
let repository: ModelRepository;
beforeEach(async () => {
  gate = await startGate();
  repository = makeModelRepository('revoke', { COUNTERSIGN_URL: gate.origin, COUNTERSIGN_TOKEN: 'csk_test' });
});
afterEach(async () => {
  repository.remove();
  await gate.close();
});

const revoke = (...args: string[]) => repository.run(['token', 'revoke', ...args]);
const serve = (jti: string, answer: unknown) => {
  gate.documents[`/api/v1/tokens/${jti}/revoke`] = { type: 'application/json', body: JSON.stringify(answer) };
};
const revoked = (jti: string) => ({ jti, ref: 'credit/x@1.0.0', revokedAt: '2026-11-23T00:00:00.000Z' });

test('takes an id', async () => {
  serve(JTI, revoked(JTI));
  const { code, json, err } = await revoke(JTI, '--reason', 'wrong build', '--json');
  expect([code, json()]).toEqual([0, { verdict: 'revoked', ...revoked(JTI) }]);
  expect(err).toMatch(/^REVOKED: /);
});

test('takes a token, of which nothing but the id leaves the machine or is repeated', async () => {
  const token = await gate.token({ jti: JTI });
  serve(JTI, revoked(JTI));
  const { code, out, err } = await revoke(token, '--reason', 'wrong build');
  expect(code).toBe(0);
  const seen = out + err + gate.requests.join();
  for (const part of token.split('.')) expect(seen).not.toContain(part);
});

test('takes the file that promote wrote', async () => {
  writeFileSync(repository.file('token.jwt'), `${await gate.token({ jti: JTI })}\n`);
  serve(JTI, revoked(JTI));
  expect((await revoke('token.jwt', '--reason', 'wrong build')).code).toBe(0);
  const { code, err } = await revoke('no-such.jwt', '--reason', 'wrong build');
  expect([code, err]).toEqual([4, expect.stringContaining('there is no such file')]);
});

test('an answer about another token is exit 4', async () => {
  serve(JTI, revoked('019c1b3e-6d2f-7c11-9a3e-0f6f3a1f9b11'));
  expect((await revoke(JTI, '--reason', 'x')).code).toBe(4);
});

test('a token that the server does not know is exit 4: nothing was revoked', async () => {
  expect(await revoke(JTI, '--reason', 'x')).toMatchObject({ code: 4, out: '' });
});

test('usage is exit 2, without repeating what may be a secret', async () => {
  const token = await gate.token({ jti: 'not-a-uuid' });
  for (const args of [[], [JTI], [JTI, '--reason', '  '], [JTI, JTI, '--reason', 'x'], [token, '--reason', 'x']]) {
    const { code, err } = await revoke(...args);
    expect(code).toBe(2);
    expect(err).not.toContain(token.slice(0, 20));
  }
  expect(gate.requests).toEqual([]);
});
