import { describe, expect, test } from 'vitest';
import { main } from './main.ts';
import { recordedIo } from './testing/recorded-io.ts';

async function run(...args: string[]) {
  const io = recordedIo('/');
  return { code: await main(args, io), out: io.out(), err: io.err() };
}

const names = (await run('--help')).out
  .split('\n')
  .flatMap((line) => /^ {2}(\w\S*(?: \w+)?) {2,}/.exec(line)?.[1] ?? []);

describe('help', () => {
  test('lists the verbs of the contract', () => {
    expect(names).toEqual(
      expect.arrayContaining(['init', 'check', 'digest', 'register', 'promote', 'evidence attach', 'token revoke']),
    );
    expect(names).toEqual(expect.arrayContaining(['trust fetch', 'status-list fetch', 'verify', 'status']));
  });

  test.each(names)('%s: says what it does, its usage, options, and examples, in 120 columns', async (name) => {
    const { code, out, err } = await run(...name.split(' '), '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^[A-Z][^\n]*\.\n\nUsage: countersign /);
    expect(out).toContain(`Usage: countersign ${name}`);
    expect(out).toMatch(/\nOptions:\n {2}-/);
    expect(out).toMatch(/\n {2}-h, --help +this text\n/);
    expect(out).toMatch(/\nExamples:\n {2}countersign /);
    for (const line of out.split('\n').filter((one) => !one.startsWith('  ')))
      expect(line.length).toBeLessThanOrEqual(120);
  });
});

test('a command that is not there is exit 2, with what may have been meant', async () => {
  expect(await run('evidence')).toMatchObject({ code: 2, err: expect.stringContaining("'evidence attach'") });
  expect(await run('revoke')).toMatchObject({ code: 2, err: expect.stringContaining("'token revoke'") });
  expect((await run('nonsense')).code).toBe(2);
  expect((await run('constructor')).code).toBe(2);
  expect((await run()).code).toBe(2);
});
