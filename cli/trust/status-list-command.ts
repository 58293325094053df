/** `status-list fetch`: takes the signed list of revocations along, so that `verify` needs no network. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { verifyStatusList } from '#domain/token/status-list-token.ts';
import { exit } from '../exit.ts';
import { type Io, printJson, say, UndecidedError, UsageError, type Verb } from '../io.ts';
import { writeFileAtomically } from '../write-file.ts';
import { fetchStatusList } from './fetch-status-list.ts';
import { fetchIssuer } from './fetch-trust.ts';
import { readTrustFile } from './load-trust.ts';

const HELP = `Fetch the signed status list, for verifying offline.

Usage: countersign status-list fetch -o FILE [--server URL | --trust FILE] [--json]

The list goes stale within minutes (its ttl): fetch it in the job that verifies.

Options:
  -o, --output   the file to write
  --server URL   the server; default COUNTERSIGN_URL
  --trust FILE   verify the list with this trust file before writing, and fetch it from its issuer;
                 default COUNTERSIGN_TRUST. Without one, the server's own keys are used
  --json         print one JSON object
  -h, --help     this text

Exit codes: 0 written, 2 usage, 4 could not be fetched, verified or written.

Examples:
  countersign status-list fetch --trust /etc/countersign/trust.json -o status.jwt
  countersign verify token.jwt --artifact ./model --env production --trust /etc/countersign/trust.json --status status.jwt
`;

/** A list has one URI, published by the issuer; keys are pinned when there is a trust file. */
async function source(io: Io, values: { readonly server?: string | undefined; readonly trust?: string | undefined }) {
  if (values.server !== undefined && values.trust !== undefined)
    throw new UsageError('Give --server or --trust, not both');
  const file = values.trust ?? (values.server === undefined ? io.env.COUNTERSIGN_TRUST : undefined);
  if (file) {
    if (values.trust === undefined && !path.isAbsolute(file))
      throw new UsageError('COUNTERSIGN_TRUST must be an absolute path');
    const trust = await readTrustFile(path.resolve(io.cwd, file));
    return { trust, lists: (await fetchIssuer(io, trust.issuer)).statusLists };
  }
  const server = values.server ?? io.env.COUNTERSIGN_URL;
  if (!server) throw new UsageError('Which server? Give --server URL or --trust FILE, or set COUNTERSIGN_URL');
  const { trust, statusLists } = await fetchIssuer(io, server);
  return { trust, lists: statusLists };
}

export const statusListFetch: Verb = async (args, io) => {
  const { values } = parse(args);
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  if (!values.output) throw new UsageError('Where to? Give -o FILE');
  const file = path.resolve(io.cwd, values.output);
  const { trust, lists } = await source(io, values);
  const [uri, ...others] = lists;
  if (uri === undefined) throw new UndecidedError(`${trust.issuer} publishes no status list`);
  if (others.length > 0)
    throw new UndecidedError(`${trust.issuer} publishes several status lists; verify online instead`);
  const text = await fetchStatusList(io, trust, uri);
  const list = await verifyStatusList(text, trust, new Date());
  if (!list.ok) throw new UndecidedError(list.message);
  if (list.uri !== uri) throw new UndecidedError('The status list is another one than was asked for');
  await writeFileAtomically(file, `${text}\n`, 0o644);
  if (values.json) printJson(io, { verdict: 'written', file, uri, age: list.age, kid: list.kid });
  say(io, `WRITTEN: ${file}, signed ${list.age} s ago by ${list.kid}`);
  return exit.yes;
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        output: { type: 'string', short: 'o' },
        server: { type: 'string' },
        trust: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}. Run 'countersign status-list fetch --help'`);
  }
}
