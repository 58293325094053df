/** How often the database is asked: a list that asks once a row shows by it. */
import pg from 'pg';
import { vi } from 'vitest';

/** Requests to the database that `work` makes; those of a batch are one. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return asked.mock.calls.length;
  } finally {
    asked.mockRestore();
  }
}
