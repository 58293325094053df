'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MeasureProgress } from '#components/artifact/measure.ts';
import type { Picked, Refusal } from '#components/artifact/picked-files.ts';
import type { MeasuredArtifact } from './content.ts';

export type Measuring =
  | { readonly state: 'idle' }
  | { readonly state: 'listing' }
  | { readonly state: 'running'; readonly name: string; readonly progress: MeasureProgress | null }
  | { readonly state: 'refused'; readonly message: string; readonly refusals: readonly Refusal[] };

export interface Measurer {
  readonly measuring: Measuring;
  readonly start: (picked: Picked | Promise<Picked>) => void;
  readonly cancel: () => void;
}

/** Runs one measurement at a time. It goes on while one moves between the steps, and ends with the page. */
export function useMeasuring(onDone: (measured: MeasuredArtifact) => void): Measurer {
  const [measuring, setMeasuring] = useState<Measuring>({ state: 'idle' });
  const running = useRef<AbortController | null>(null);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => () => running.current?.abort(), []);

  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setMeasuring({ state: 'idle' });
  }, []);

  const start = useCallback((given: Picked | Promise<Picked>) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const tell = (next: Measuring) => {
      if (running.current === controller) setMeasuring(next);
    };
    setMeasuring({ state: 'listing' });
    const run = async () => {
      const { measure, ArtifactRefused } = await import('#components/artifact/measure.ts');
      try {
        const picked = await given;
        tell({ state: 'running', name: picked.name, progress: null });
        const tree = await measure(
          picked,
          (progress) => tell({ state: 'running', name: picked.name, progress }),
          controller.signal,
        );
        if (running.current !== controller) return;
        const { name, digest, bytes, files, hints } = tree;
        done.current({ name, digest, bytes, files, hints, measuredBy: 'browser', at: new Date().toISOString() });
        tell({ state: 'idle' });
      } catch (error) {
        if (controller.signal.aborted) return;
        const refusals = error instanceof ArtifactRefused ? error.refusals : [];
        const message =
          refusals.length > 0
            ? 'The artifact is refused: nothing was measured.'
            : `The artifact could not be measured: ${error instanceof Error ? error.message : String(error)}.`;
        tell({ state: 'refused', message, refusals });
      }
    };
    void run();
  }, []);

  return { measuring, start, cancel };
}
