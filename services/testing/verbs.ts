/** Four cases a verb (STYLE.md): it works and leaves its events; done again; not yours or role too low; nobody at all. */
import { describe, expect, test } from 'vitest';
import type { Actor } from '#domain/access/actor.ts';
import { anonymous } from '../context.ts';
import type { Deployment } from './deployment.ts';
import { leaves } from './ledger-check.ts';
import type { Organisation } from './organisation.ts';

export interface Verb {
  readonly run: (actor: Actor) => Promise<unknown>;
  /** who may; the name of a member of the organisation */
  readonly by: keyof Organisation;
  /** the events of one success, in order; null for a verb that only reads, whose refusals are no events either */
  readonly events: readonly string[] | null;
  /** who are refused: another team's, or without the role */
  readonly refused: readonly (keyof Organisation)[];
  /** doing it again: the code, or null when nothing happens; left out when it would be another act */
  readonly again?: string | null;
  /** it cannot be done even once, and this is the code */
  readonly never?: string;
}

const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: { code?: string }) => error.code ?? String(error),
  );

/** What was written while `work` ran. */
async function during<R>(deployment: Deployment, work: () => Promise<R>) {
  const before = (await leaves(deployment)).length;
  const result = await work();
  return { result, added: (await leaves(deployment)).slice(before) };
}

/** Declares the cases; they run in the table's order, each on what the ones before left. */
export function tryVerbs(
  table: Readonly<Record<string, Verb>>,
  here: () => { deployment: Deployment; org: Organisation },
): void {
  describe.each(Object.entries(table))('%s', (_name, { run, by, events, refused, again, never }) => {
    const attempt = (actor: Actor) => during(here().deployment, () => codeOf(run(actor)));

    test('nobody: sign in first, and nothing is written', async () => {
      expect(await attempt(anonymous)).toEqual({ result: 'unauthenticated', added: [] });
    });

    test.each(refused)('%s: refused, and the refusal is all that is recorded', async (who) => {
      const { result, added } = await attempt(here().org[who] as Actor);
      expect(result).toBe('forbidden');
      expect(added.map(({ action }) => action)).toEqual(events === null ? [] : ['access.denied']);
    });

    test(`${by}: works, with its events and no others`, async () => {
      const actor = here().org[by] as Exclude<Actor, { kind: 'system' | 'anonymous' }>;
      const first = await attempt(actor);
      if (never !== undefined) {
        expect(first.result).toBe(never);
        expect(first.added.map(({ action }) => action)).toEqual(never === 'conflict' ? ['access.denied'] : []);
        return;
      }
      expect(first.result).toBeNull();
      expect(first.added.map(({ action }) => action)).toEqual(events ?? []);
      for (const leaf of first.added) expect(leaf.actor).toBe(`${actor.kind}:${actor.id}`);
      if (again === undefined) return;
      const second = await attempt(actor);
      expect(second.result, 'a second time').toBe(again);
      expect(second.added.map(({ action }) => action)).toEqual(again === 'conflict' ? ['access.denied'] : []);
    });
  });
}
