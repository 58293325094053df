/** A progress bar on stderr, on a terminal only: `[=====     ]  42 %  1.7 of 4.0 GB  2.1 GB/s`. */
import type { Io } from '../io.ts';
import type { Progress } from './hash-tree.ts';

export interface ProgressBar {
  update(progress: Progress): void;
  /** wipes the line, so that what is printed next stands alone */
  end(): void;
}

const WIDTH = 24;
const REDRAW_MS = 100;
const WIPE = '\r\u001b[K';

/** Draws nothing before a tenth of a second is over: small trees need no bar. `now` is in milliseconds. */
export function progressBar(io: Io, now: () => number = () => performance.now()): ProgressBar {
  const started = now();
  let drawnAt = started;
  let drawn = false;
  return {
    update(progress) {
      const at = now();
      if (!io.tty || at - drawnAt < REDRAW_MS) return;
      drawnAt = at;
      drawn = true;
      io.stderr(`${WIPE}${line(progress, (at - started) / 1000)}`);
    },
    end() {
      if (drawn) io.stderr(WIPE);
    },
  };
}

function line({ doneBytes, totalBytes }: Progress, seconds: number): string {
  const part = totalBytes === 0 ? 1 : Math.min(1, doneBytes / totalBytes);
  const bar = '='.repeat(Math.floor(part * WIDTH)).padEnd(WIDTH);
  const percent = String(Math.floor(part * 100)).padStart(3);
  const unit = totalBytes >= 1e9 ? { name: 'GB', bytes: 1e9 } : { name: 'MB', bytes: 1e6 };
  const amount = (bytes: number) => (bytes / unit.bytes).toFixed(1);
  return `[${bar}] ${percent} %  ${amount(doneBytes)} of ${amount(totalBytes)} ${unit.name}  ${(doneBytes / seconds / 1e9).toFixed(1)} GB/s`;
}
