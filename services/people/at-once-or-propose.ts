/** What an administrator asks for is done at once where one is enough, and otherwise waits for the second (protected-acts.ts). */
import type { Ctx } from '../context.ts';
import { isServiceError } from '../errors.ts';
import { propose } from './propose.ts';

export interface Asked<R> {
  /** null when it waits for another administrator */
  readonly done: R | null;
  readonly proposalId: string | null;
}

/** `act` refuses by itself where a second administrator is needed; only then is `proposal` made. */
export async function atOnceOrPropose<R>(ctx: Ctx, act: () => Promise<R>, proposal: object): Promise<Asked<R>> {
  try {
    return { done: await act(), proposalId: null };
  } catch (error) {
    if (!isServiceError(error) || error.detail !== 'second-administrator') throw error;
  }
  return { done: null, ...(await propose(ctx, proposal)) };
}
