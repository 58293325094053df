'use client';
import { Check, LoaderCircle, TriangleAlert } from 'lucide-react';
import { TimeText } from '#components/gate/time-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { DraftKeeper } from './use-draft.ts';

/** Whether what was typed is kept, in a word. */
export function SaveNote({ keeper: { save } }: { keeper: DraftKeeper }) {
  return (
    <p role="status" className="text-ink-muted flex min-h-6 items-center gap-1 text-sm">
      {save.state === 'saving' || save.state === 'unsaved' ? (
        <>
          <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
          Saving the draft…
        </>
      ) : save.state === 'saved' ? (
        <>
          <Check aria-hidden className="size-3.5" />
          <span>
            Draft saved <TimeText at={save.at} />
          </span>
        </>
      ) : save.state === 'failed' || save.state === 'conflict' ? (
        <span className="text-warn inline-flex items-center gap-1">
          <TriangleAlert aria-hidden className="size-3.5" />
          Draft not saved
        </span>
      ) : null}
    </p>
  );
}

/** What a person has to decide or know about the draft. */
export function SaveTroubles({ keeper }: { keeper: DraftKeeper }) {
  const { save, takeTheirs, keepMine } = keeper;
  if (save.state === 'conflict') {
    return (
      <div role="alert" className="mb-4">
        <Notice tone="warn">
          <p>This draft was changed in another tab or browser. Nothing is saved from here until you choose.</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button small onClick={() => void takeTheirs()}>
              Take theirs
            </Button>
            <Button small onClick={() => void keepMine()}>
              Keep mine
            </Button>
          </div>
        </Notice>
      </div>
    );
  }
  if (save.state === 'failed') {
    return (
      <div role="alert" className="mb-4">
        <Notice tone="warn">
          {save.code === 'unauthenticated' ? (
            <>
              Your session has ended. What you typed is still here:{' '}
              <a className="link" href="/sign-in?next=%2F" target="_blank" rel="noreferrer">
                sign in in a new tab
              </a>
              , then go on typing and it is saved.
            </>
          ) : (
            <>{save.message}. What you typed is still here.</>
          )}
        </Notice>
      </div>
    );
  }
  if (save.state === 'saved' && save.dropped.length > 0) {
    return (
      <div className="mb-4">
        <Notice live>
          You have 50 drafts, so the one longest unused made room: <bdi>{save.dropped.join(', ')}</bdi>.
        </Notice>
      </div>
    );
  }
  return null;
}
