/** `npm run bench [-- name …]`: every figure as a ratio to a limit measured in the same run, and docs/performance.md. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { benchDigest } from './digest.ts';
import type { Figure } from './figure.ts';
import { benchFirstLoad } from './first-load.ts';
import { benchIssue } from './issue.ts';
import { benchRegister } from './register.ts';
import { benchVerify } from './verify.ts';

const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  issue: benchIssue,
  verify: async () => [{ ...(await benchVerify()), better: 'lower' }],
  digest: async () => [{ ...(await benchDigest()), better: 'lower' }],
  register: benchRegister,
  'first-load': benchFirstLoad,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}

function row(figure: Figure): string {
  if ('skipped' in figure) return `| ${figure.name} | – | – | not measured: ${figure.skipped} |`;
  const reached = figure.better === 'higher' ? figure.ratio >= figure.target : figure.ratio <= figure.target;
  const sign = figure.better === 'higher' ? '≥' : '≤';
  return `| ${figure.name} | ${figure.ratio.toFixed(2)} | ${sign} ${figure.target} ${reached ? '✓' : '✗'} | ${figure.detail} |`;
}

const rows: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const figure of await bench()) {
    rows.push(row(figure));
    process.stdout.write(`${rows.at(-1)}\n`);
  }
}

if (asked.length === 0) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  writeFileSync(
    'docs/performance.md',
    `# Performance

Measured by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, ${machine}. Each figure is a ratio to a limit
measured in the same run, so that a slow or busy machine changes both sides alike. The limits: the same database writes under
the same lock, on the same durable PostgreSQL and in turns with ours, by \`pgbench\`, a bare \`node -e 0\`, coreutils' \`sha256sum\`, and 180 kB a route.

| what | ratio | aim | measured |
|---|---|---|---|
${rows.join('\n')}
`,
  );
}
