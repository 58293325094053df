/** Tables of one requirement: each row is a version with nothing wrong but one thing, and the answer to it. */
import { expect, it } from 'vitest';
import type { GateFacts } from '../facts.ts';
import type { Answer, Status } from '../requirements.ts';
import { gateFacts } from './facts.ts';

export type Row = readonly [name: string, change: Partial<GateFacts>, status: Status, reason: string];

export function rows(ask: (facts: GateFacts) => Answer, table: readonly Row[]): void {
  it.each(table)('%s', (_, change, status, reason) => {
    const answer = ask({ ...gateFacts('high'), ...change });
    expect(answer.status).toBe(status);
    expect(answer.reason).toContain(reason);
  });
}
