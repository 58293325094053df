/** Whose drafts they are. `may` has let only a person through by then. */
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';

export function author({ actor }: Ctx): string {
  if (actor.kind !== 'person') throw new ServiceError('forbidden', 'Only a person keeps drafts');
  return actor.id;
}
