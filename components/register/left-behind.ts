/**
 * What a page leaves to the one that replaces it in the same tab, such as after a reload: who it was when it saved, and what
 * it had not heard to be saved. Taken away once the new page stands, so that a duplicated tab is somebody else; looking
 * changes nothing, because React may begin a page several times before one of them stands.
 */

export interface LeftBehind {
  /** whose it is: after somebody else has signed in, it is nobody's */
  readonly person: string;
  readonly id: string | null;
  readonly writer: string;
  /** JSON of the content; null when the server has all of it */
  readonly content: string | null;
}

const KEY = 'countersign-draft';

export function leaveBehind(left: LeftBehind): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(left));
  } catch {
    // Full or forbidden: the save that is under way has to do.
  }
}

export function takeAway(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Forbidden: then nothing was left either.
  }
}

export function leftBehind(person: string): LeftBehind | null {
  try {
    const text = sessionStorage.getItem(KEY);
    if (text === null) return null;
    const { person: whose, id, writer, content } = JSON.parse(text) as Record<string, unknown>;
    if (typeof writer !== 'string' || whose !== person) return null;
    return {
      person,
      id: typeof id === 'string' ? id : null,
      writer,
      content: typeof content === 'string' ? content : null,
    };
  } catch {
    return null;
  }
}
