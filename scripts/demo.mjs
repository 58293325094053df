/**
 * `npm run demo`: as `npm start`, on a throw-away store with an organisation in it. The store goes when the process does.
 * Nothing that stands in the environment reaches another store: it is refused, not ignored (CONTRACT.md §1).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

if (process.env.DATABASE_URL) {
  console.error('The demo runs on a throw-away store of its own and refuses to start with DATABASE_URL set. Unset it.');
  process.exit(1);
}
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-demo-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const name of ['COUNTERSIGN_KEY_DIR', 'COUNTERSIGN_INIT_ADMIN_EMAIL', 'COUNTERSIGN_INIT_ADMIN_PASSWORD'])
  delete process.env[name];
Object.assign(process.env, { COUNTERSIGN_DEMO: '1', COUNTERSIGN_DATA_DIR: folder });
await import('./start.mjs');
