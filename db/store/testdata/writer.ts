// Opens the embedded store in argv[2], says what survived, then writes and says each number after its commit. It is
// killed in the middle.

import { createHash } from 'node:crypto';
import { openStore } from '../open.ts';

const [dataDir = '', migrations = ''] = process.argv.slice(2);
const began = performance.now();
const onFault = (fault: Error) => {
  console.error(fault);
  process.exit(1);
};
const store = await openStore({ kind: 'embedded', dataDir, onFault }, migrations);
console.log(`opened ${Math.round(performance.now() - began)}`);

const { rows } = await store.pool.query<{ highest: number; samples: number; pairs: number; broken: number }>(
  `SELECT coalesce(max(s.id), 0)::int AS highest, count(s.*)::int AS samples, count(p.*)::int AS pairs,
     (count(*) FILTER (WHERE sha256(s.body) <> decode(s.label, 'hex')))::int AS broken
   FROM sample s LEFT JOIN pair p ON p.sample = s.id`,
);
const found = rows[0];
console.log(`found ${JSON.stringify(found)}`);

for (let id = (found?.highest ?? 0) + 1; ; id += 1) {
  const body = Buffer.alloc(1 + ((id * 977) % 20_000), `${id} `);
  const label = createHash('sha256').update(body).digest('hex');
  const client = await store.pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO sample (id, label, body) VALUES ($1, $2, $3)', [id, label, body]);
  await client.query('INSERT INTO pair (id, sample) VALUES ($1, $1)', [id]);
  await client.query('COMMIT');
  client.release();
  console.log(`committed ${id}`);
}
