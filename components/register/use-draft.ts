'use client';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { readContent, storedContent, titleOf, type WizardContent } from './content.ts';
import { getDraft, putDraft, type StoredDraft } from './draft-client.ts';
import { DraftSaver, type SaverStart, type SaveState } from './draft-saver.ts';
import { type LeftBehind, leaveBehind } from './left-behind.ts';

export interface DraftKeeper {
  readonly id: string | null;
  readonly save: SaveState;
  /** whether there is a draft at all; before one has begun, nothing is kept */
  readonly begun: boolean;
  flush(): Promise<void>;
  /** starts over with other content, as another draft */
  begin(content: WizardContent): void;
  open(stored: StoredDraft): void;
  takeTheirs(): Promise<void>;
  keepMine(): Promise<void>;
  /** it is being registered: nothing is kept meanwhile */
  pause(): void;
  resume(): void;
}

const textOf = (content: WizardContent) => JSON.stringify(storedContent(content));

const startOf = (stored: StoredDraft): SaverStart => ({
  id: stored.id,
  revision: stored.revision,
  stored: textOf(readContent(stored.content)),
});

/** One saver after another, each for one draft, and the page that watches the present one. */
class Desk {
  saver: DraftSaver | null;
  #listeners = new Set<() => void>();
  #snapshot: { saver: DraftSaver | null; id: string | null; save: SaveState };

  constructor(
    private readonly form: UseFormReturn<WizardContent>,
    readonly writer: string,
    start: SaverStart | null,
  ) {
    this.saver = start && this.#make(start);
    this.#snapshot = this.#look();
  }

  begin(start: SaverStart): void {
    this.saver?.pause();
    this.saver = this.#make(start);
    this.#changed();
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = () => this.#snapshot;

  #make(start: SaverStart): DraftSaver {
    const current = () => {
      const content = this.form.getValues();
      return { text: textOf(content), title: titleOf(content) };
    };
    return new DraftSaver(this.writer, { current, put: putDraft, changed: () => this.#changed() }, start);
  }

  #look() {
    return { saver: this.saver, id: this.saver?.id ?? null, save: this.saver?.state ?? ({ state: 'none' } as const) };
  }

  #changed(): void {
    this.#snapshot = this.#look();
    for (const listener of this.#listeners) listener();
  }
}

/** Keeps the form on the server: while it is typed, when the focus leaves it, and when the page goes away. */
export function useDraft(
  form: UseFormReturn<WizardContent>,
  person: string,
  initial: StoredDraft | null,
  left: LeftBehind | null,
): DraftKeeper {
  const [desk] = useState(
    () => new Desk(form, left?.writer ?? crypto.randomUUID(), initial === null ? null : startOf(initial)),
  );
  const { id, save, saver } = useSyncExternalStore(desk.subscribe, desk.snapshot, desk.snapshot);

  useEffect(() => {
    const { unsubscribe } = form.watch(() => desk.saver?.touch());
    const hide = () => {
      if (document.visibilityState === 'hidden') void desk.saver?.flush(true);
    };
    const leave = () => {
      const { saver: open } = desk;
      if (!open) return;
      const content = open.behind ? textOf(form.getValues()) : null;
      leaveBehind({ person, id: open.id, writer: open.writer, content });
      void open.flush(true);
    };
    // Whoever turns to the account menu to sign out has left the field first.
    const away = () => void desk.saver?.flush();
    document.addEventListener('focusout', away);
    document.addEventListener('visibilitychange', hide);
    window.addEventListener('pagehide', leave);
    return () => {
      document.removeEventListener('focusout', away);
      document.removeEventListener('visibilitychange', hide);
      window.removeEventListener('pagehide', leave);
      unsubscribe();
      void desk.saver?.flush(true);
    };
  }, [form, desk, person]);

  const flush = useCallback(async () => desk.saver?.flush(), [desk]);
  const theirs = async () => (id === null ? null : getDraft(id));
  const open = (stored: StoredDraft) => {
    form.reset(readContent(stored.content) as never);
    desk.begin(startOf(stored));
  };
  return {
    id,
    save,
    begun: saver !== null,
    flush,
    begin: (content) => {
      desk.saver?.pause();
      form.reset(content as never);
      desk.begin({ id: null, revision: 0, stored: null });
      void flush();
    },
    open,
    takeTheirs: async () => {
      const answer = await theirs();
      if (answer?.ok) open(answer);
    },
    keepMine: async () => {
      const answer = await theirs();
      if (!answer?.ok) return;
      desk.saver?.resume(answer.revision);
      await flush();
    },
    pause: () => desk.saver?.pause(),
    resume: () => desk.saver?.resume(),
  };
}
