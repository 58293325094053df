// What PostgreSQL's background processes do elsewhere and nothing does on the embedded store: without checkpoints the WAL
// grew to 1.3 GB in a measurement. Both run only when nobody waits, because the store has one connection.

import type pg from 'pg';

const LOOK_EVERY_MS = 30_000;
const CHECKPOINT_AFTER_MS = 5 * 60_000;
const CHECKPOINT_AFTER_BYTES = 64 * 1024 * 1024;
const VACUUM_AFTER_MS = 60 * 60_000;

export interface MaintenanceClock {
  checkpointedAt: number;
  vacuumedAt: number;
}

/** Starts the timers, which keep no process alive. `onError` is told of a failed run; the next one tries again. */
export function maintain(pool: pg.Pool, onError: (error: unknown) => void): { stop(): void } {
  const clock: MaintenanceClock = { checkpointedAt: performance.now(), vacuumedAt: performance.now() };
  const timer = setInterval(() => {
    maintainOnce(pool, clock, performance.now()).catch(onError);
  }, LOOK_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** One look: does what is due, and says what it did. `now` in milliseconds of the clock's own scale. */
export async function maintainOnce(
  pool: pg.Pool,
  clock: MaintenanceClock,
  now: number,
): Promise<Array<'checkpoint' | 'vacuum'>> {
  if (busy(pool)) return [];
  const done: Array<'checkpoint' | 'vacuum'> = [];
  const written = await walSinceCheckpoint(pool);
  const due = written > CHECKPOINT_AFTER_BYTES || now - clock.checkpointedAt >= CHECKPOINT_AFTER_MS;
  if (written > 0 && due && !busy(pool)) {
    await pool.query('CHECKPOINT');
    clock.checkpointedAt = now;
    done.push('checkpoint');
  }
  if (now - clock.vacuumedAt >= VACUUM_AFTER_MS && !busy(pool)) {
    await pool.query('VACUUM (ANALYZE)');
    clock.vacuumedAt = now;
    done.push('vacuum');
  }
  return done;
}

function busy(pool: pg.Pool): boolean {
  return pool.waitingCount > 0 || pool.idleCount < pool.totalCount;
}

async function walSinceCheckpoint(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    'SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) AS bytes FROM pg_control_checkpoint()',
  );
  return Number(rows[0]?.bytes ?? 0);
}
