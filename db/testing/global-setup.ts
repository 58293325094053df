// Gives the run a place where its PostgreSQL will be, and removes it at the end. The server itself starts when the first
// test asks for it (postgres.ts): a run of domain tests pays nothing.

import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVER_DIR, stopServer } from './server.ts';

export default function setup(): () => Promise<void> {
  const directory = path.join(tmpdir(), `countersign-pg-${process.pid}-${randomBytes(4).toString('hex')}`);
  process.env[SERVER_DIR.path] = directory;
  process.env[SERVER_DIR.owner] = String(process.pid);
  return () => stopServer(directory);
}
