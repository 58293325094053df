/** Whose views they are. `may` has let only a person through by then. */
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';

export function keeper({ actor }: Ctx): string {
  if (actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a person keeps views');
  return actor.id;
}
