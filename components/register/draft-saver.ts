/**
 * Keeps what is typed on the server: a moment after the last change, at once when asked. One save at a time, each going on
 * from the one before; another page's newer text is never written over without asking.
 */
import type { Answer, DraftWrite, Saved } from './draft-client.ts';

export type SaveState =
  | { readonly state: 'none' }
  | { readonly state: 'unsaved' }
  | { readonly state: 'saving' }
  | { readonly state: 'saved'; readonly at: string; readonly dropped: readonly string[] }
  | { readonly state: 'conflict' }
  | { readonly state: 'failed'; readonly code: string; readonly message: string };

/** The text to be kept now, as JSON, and what it is called. */
export interface Current {
  readonly text: string;
  readonly title: string;
}

export interface SaverPorts {
  readonly current: () => Current;
  readonly put: (write: DraftWrite, leaving: boolean) => Promise<Answer<Saved>>;
  readonly changed: () => void;
}

export interface SaverStart {
  readonly id: string | null;
  readonly revision: number;
  /** what the server has, as JSON; null when it has nothing */
  readonly stored: string | null;
}

const PAUSE_MS = 600;
const RETRY_MS = 5_000;

export class DraftSaver {
  #id: string | null;
  #revision: number;
  #stored: string | null;
  #saving: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paused = false;
  #state: SaveState = { state: 'none' };

  constructor(
    readonly writer: string,
    private readonly ports: SaverPorts,
    { id, revision, stored }: SaverStart,
  ) {
    this.#id = id;
    this.#revision = revision;
    this.#stored = stored;
  }

  get id(): string | null {
    return this.#id;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** Whether the server may not have all of it. */
  get behind(): boolean {
    return !this.#paused && (this.#saving !== null || this.ports.current().text !== this.#stored);
  }

  /** Something was typed. */
  touch(): void {
    if (this.#paused) return;
    if (this.#state.state !== 'saving') this.#tell({ state: 'unsaved' });
    this.#later(PAUSE_MS);
  }

  /** Saves now what is not saved, after the save that is under way. Resolves when the server has it, or has refused it. */
  async flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    while (this.#saving) await this.#saving;
    if (this.#paused) return;
    const now = this.ports.current();
    if (now.text === this.#stored) {
      if (this.#state.state === 'unsaved') this.#tell({ state: 'none' });
      return;
    }
    this.#saving = this.#save(now, leaving);
    await this.#saving;
  }

  /** Nothing more is saved: the draft has become something else, or is no longer what the page shows. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#paused = true;
  }

  /** Goes on from another revision, knowingly. */
  resume(revision = this.#revision): void {
    this.#paused = false;
    this.#revision = revision;
  }

  async #save({ text, title }: Current, leaving: boolean): Promise<void> {
    this.#tell({ state: 'saving' });
    const content: unknown = JSON.parse(text);
    const write = { id: this.#id, revision: this.#revision, title, content, writer: this.writer };
    const answer = await this.ports.put(write, leaving);
    this.#saving = null;
    if (answer.ok) {
      this.#id = answer.id;
      this.#revision = answer.revision;
      this.#stored = text;
      const more = this.ports.current().text !== text;
      this.#tell(more ? { state: 'unsaved' } : { state: 'saved', at: answer.savedAt, dropped: answer.dropped });
      if (more) this.#later(PAUSE_MS);
      return;
    }
    if (answer.code === 'draft-changed') {
      this.#paused = true;
      this.#tell({ state: 'conflict' });
      return;
    }
    if (answer.status === 404) {
      // Thrown away elsewhere; what stands here becomes a draft of its own again.
      this.#id = null;
      this.#revision = 0;
      this.#later(0);
      return;
    }
    this.#tell({ state: 'failed', code: answer.code, message: answer.message });
    // What failed for a moment is tried again by itself; what is too large, or nobody's, is not.
    if (answer.status === 0 || answer.status >= 500) this.#later(RETRY_MS);
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #tell(state: SaveState): void {
    this.#state = state;
    this.ports.changed();
  }
}
