/** `npm run demo`: an organisation with a history, made by calling the services (CONTRACT.md §1). Throw-away stores only. */
import { randomBytes } from 'node:crypto';
import { anonymous } from '../context.ts';
import { setUp } from '../people/create-administrator.ts';
import type { Runtime } from '../runtime.ts';
import { type DemoClock, demoClock } from './clock.ts';
import { ADMINISTRATOR, STAFF } from './people.ts';
import { stage } from './stage.ts';
import { BEGINS, tell } from './story.ts';

export interface SignIn {
  readonly email: string;
  readonly name: string;
  readonly does: string;
}

export interface Played {
  /** one for all */
  readonly password: string;
  readonly people: readonly SignIn[];
}

/** A day before the story begins, so that the store is older than the first act in it. */
export function clockOfDemo(present: () => Date): DemoClock {
  return demoClock(present, BEGINS + 1);
}

/**
 * Plays the whole story on a store that nobody has set up yet, and leaves the clock in the present.
 * @param setupPath the one-time link of the first administrator
 * @param folder where the models' files are written
 */
export async function playDemo(
  runtime: Runtime,
  setupPath: string,
  clock: DemoClock,
  folder: string,
  wanted?: string,
): Promise<Played> {
  const password = wanted ?? `demo ${randomBytes(9).toString('base64url')}`;
  const link = new URL(setupPath, runtime.origin).searchParams.get('link') ?? '';
  const { name, email } = ADMINISTRATOR;
  await setUp({ runtime, actor: anonymous, requestId: 'demo' }, link, { name, email, password });
  await tell(stage(runtime, clock, folder, { password, administrator: email }), password);
  return {
    password,
    people: [ADMINISTRATOR, ...Object.values(STAFF)].map((one) => ({
      email: one.email,
      name: one.name,
      does: one.does,
    })),
  };
}
