/** The wizard's requests: keeping, reading and throwing away drafts, and the rehearsal. Answers are typed, never thrown. */

export interface Refused {
  readonly ok: false;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

export type Answer<T> = ({ readonly ok: true } & T) | Refused;

/** Bytes that a browser sends of a page that is going away. */
const KEEPALIVE_BYTES = 60_000;

async function ask<T>(path: string, method: string, body?: unknown, init: RequestInit = {}): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...init,
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (response.ok) return { ok: true, ...answer } as Answer<T>;
    return {
      ok: false,
      status: response.status,
      code: String(answer.code ?? 'fault'),
      message: String(answer.message ?? 'Something went wrong'),
      problems: Array.isArray(answer.problems) ? answer.problems : [],
    };
  } catch (error) {
    if (init.signal?.aborted) throw error;
    return { ok: false, status: 0, code: 'offline', message: 'The server cannot be reached', problems: [] };
  }
}

export interface DraftWrite {
  readonly id: string | null;
  readonly revision: number;
  readonly title: string;
  readonly content: unknown;
  readonly writer: string;
}

export interface Saved {
  readonly id: string;
  readonly revision: number;
  readonly savedAt: string;
  readonly dropped: readonly string[];
}

/** `leaving`: the page may be gone before the answer comes. */
export function putDraft(write: DraftWrite, leaving = false): Promise<Answer<Saved>> {
  const small = JSON.stringify(write).length < KEEPALIVE_BYTES;
  return ask('/drafts', 'POST', write, { keepalive: leaving && small });
}

export interface StoredDraft {
  readonly id: string;
  readonly revision: number;
  readonly content: unknown;
}

export const getDraft = (id: string): Promise<Answer<StoredDraft>> => ask(`/drafts/${id}`, 'GET');

export const deleteDraft = (id: string): Promise<Answer<StoredDraft>> => ask(`/drafts/${id}`, 'DELETE');

export function postPreview<T>(body: unknown, signal: AbortSignal): Promise<Answer<T>> {
  return ask('/registration-preview', 'POST', body, { signal });
}
