import { expect, test } from 'vitest';
import { progressBar } from './progress.ts';

function drawn(
  tty: boolean,
  steps: readonly (readonly [ms: number, doneBytes: number])[],
  totalBytes: number,
): string[] {
  const written: string[] = [];
  let clock = 0;
  const io = {
    cwd: '/',
    env: {},
    tty,
    color: false,
    stdout: () => {},
    stderr: (text: string) => void written.push(text),
  };
  const bar = progressBar(io, () => clock);
  for (const [ms, doneBytes] of steps) {
    clock = ms;
    bar.update({ doneBytes, totalBytes });
  }
  bar.end();
  return written;
}

test('bytes done, of all, and the rate are drawn on one line, which is wiped at the end', () => {
  expect(
    drawn(
      true,
      [
        [500, 1e9],
        [1000, 2e9],
      ],
      4e9,
    ),
  ).toEqual([
    '\r\u001b[K[======                  ]  25 %  1.0 of 4.0 GB  2.0 GB/s',
    '\r\u001b[K[============            ]  50 %  2.0 of 4.0 GB  2.0 GB/s',
    '\r\u001b[K',
  ]);
});

test('it is redrawn ten times a second at the most', () => {
  const steps = Array.from({ length: 1000 }, (_, index) => [index, index] as const);
  expect(drawn(true, steps, 1000)).toHaveLength(9 + 1);
});

test('nothing is drawn without a terminal, nor for what is done at once', () => {
  expect(drawn(false, [[500, 1e9]], 4e9)).toEqual([]);
  expect(drawn(true, [[50, 1e9]], 4e9)).toEqual([]);
});
