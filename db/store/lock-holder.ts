// Who holds the lock, and is it still there? A pid alone lies: it is used again after a crash, and means another process
// in another container. So a holder is named by machine (host, boot, pid namespace), pid and the process's start time.

import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface LockHolder {
  pid: number;
  host: string;
  /** Differs between boots and between pid namespaces: a pid means something only within one. */
  machine: string;
  /** An opaque start time of the process; empty where the system does not tell. */
  started: string;
  /** When the lock was taken, RFC 3339. */
  since: string;
  /** Where people reach the holder, when it serves. */
  url?: string;
}

/** `unknown` means that only the heartbeat can tell: another machine, or a system that hides start times. */
export type Liveness = 'alive' | 'dead' | 'unknown';

export function thisProcess(now: Date, url?: string): LockHolder {
  const started = startTime(process.pid) ?? '';
  const holder = { pid: process.pid, host: hostname(), machine: machine(), started, since: now.toISOString() };
  return url === undefined ? holder : { ...holder, url };
}

export function liveness(holder: LockHolder): Liveness {
  if (holder.host !== hostname() || holder.machine !== machine()) return 'unknown';
  if (!pidExists(holder.pid)) return 'dead';
  const started = startTime(holder.pid);
  if (started === undefined) return 'dead';
  if (started === '' || holder.started === '') return 'unknown';
  return started === holder.started ? 'alive' : 'dead';
}

function machine(): string {
  if (process.platform !== 'linux') return process.platform;
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return process.platform;
  }
}

function pidExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined when the process is gone (a zombie is: it runs nothing any more); '' when the system does not tell. */
function startTime(pid: number): string | undefined {
  if (process.platform === 'win32') return '';
  if (process.platform === 'linux') {
    try {
      // "pid (name) state ppid …": the name may hold spaces and parentheses, so count from the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}
