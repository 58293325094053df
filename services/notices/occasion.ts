/** Something to tell: what, and whom it concerns. Webhooks hear of it once; each person once. */
import type { NoticeContent } from '#domain/notices/kinds.ts';

export type Occasion = NoticeContent & {
  /** the same source and kind never tells anybody twice */
  readonly source: string;
  readonly at: Date;
  /** as the ledger names them */
  readonly actor: string;
  readonly people: ReadonlySet<string>;
};

/** The people behind ids that may be absent, without the one who did it: nobody is told of their own act. */
export function concerned(actor: string, ...people: readonly (string | null | undefined)[]): ReadonlySet<string> {
  return new Set(people.filter((id): id is string => typeof id === 'string' && `person:${id}` !== actor));
}
