/** `trust fetch`: pins a server's keys in a file, once, with thumbprints for a person to compare. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Trust } from '#domain/token/trust.ts';
import { exit } from '../exit.ts';
import { printJson, say, UndecidedError, UsageError, type Verb } from '../io.ts';
import { writeFileAtomically } from '../write-file.ts';
import { fetchTrust } from './fetch-trust.ts';
import { readTrustFile } from './load-trust.ts';

const HELP = `Write the trust file of a server: issuer, keys, ledger key, trial or not.

Usage: countersign trust fetch [--server URL] -o FILE [--force] [--json]

Compare the thumbprints with what the server's administrator tells you by another way; the file is what your pipelines
will believe. Keep it where they cannot change it.

Options:
  --server URL   the server; default COUNTERSIGN_URL
  -o, --output   the file to write
  --force        overwrite a file that pins another issuer or other keys
  --json         print one JSON object
  -h, --help     this text

Exit codes: 0 written, 1 not written, because the file pins something else; 2 usage; 4 could not be fetched or written.

Examples:
  countersign trust fetch --server https://countersign.example -o countersign.trust.json
`;

/** What a trust file pins, in one line each: what differs between two is what a person must look at. */
function pinned({ issuer, trial, keys, statusKeys, ledger }: Trust): string[] {
  return [
    `issuer          ${issuer}`,
    `trial           ${trial ? 'yes: tokens of trial mode are accepted' : 'no'}`,
    ...keys.map(({ kid }) => `promotion key   ${kid}`),
    ...statusKeys.map(({ kid }) => `status list key ${kid}`),
    `ledger          ${ledger.publicKey}`,
  ];
}

/** Lines that `file` pins and the new trust does not, or the other way round. */
async function differences(file: string, trust: Trust): Promise<string[]> {
  const [before, after] = [pinned(await readTrustFile(file)), pinned(trust)];
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}

export const trustFetch: Verb = async (args, io) => {
  const { values } = parse(args);
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const server = values.server ?? io.env.COUNTERSIGN_URL;
  if (!server) throw new UsageError('Which server? Give --server URL or set COUNTERSIGN_URL');
  if (!values.output) throw new UsageError('Where to? Give -o FILE');
  const file = path.resolve(io.cwd, values.output);
  const trust = await fetchTrust(io, server);
  if (existsSync(file) && !values.force) {
    const changed = await differences(file, trust).catch((error: Error) => {
      throw new UndecidedError(`${error.message}; it is not overwritten without --force`);
    });
    if (changed.length > 0) {
      if (values.json) printJson(io, { verdict: 'refused', code: 'trust-differs', file, differences: changed });
      for (const line of changed) say(io, line);
      say(io, `NOT WRITTEN: ${file} pins something else. If that is expected, compare and use --force`);
      return exit.no;
    }
  }
  await writeFileAtomically(file, `${JSON.stringify(trust, null, 2)}\n`, 0o644);
  if (values.json) printJson(io, { verdict: 'written', file, trust });
  for (const line of pinned(trust)) say(io, line);
  say(io, `WRITTEN: ${file}. Compare the keys with what the administrator tells you by another way`);
  return exit.yes;
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        server: { type: 'string' },
        output: { type: 'string', short: 'o' },
        force: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}. Run 'countersign trust fetch --help'`);
  }
}
