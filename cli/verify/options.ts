/** The command line of `verify`. */
import { parseArgs } from 'node:util';
import { UsageError } from '../io.ts';

export const HELP = `Verify a promotion token against the bytes that are about to be used.

Usage: countersign verify TOKEN --artifact PATH --env ENV [options]

  TOKEN  a file, - for standard input, or the token itself (others can see arguments: prefer a file)

With --trust and --status no network is used.

Options:
  --artifact PATH  the model: its digest is measured now
  --env ENV        the environment it is going to
  --trust FILE     the trust file; default COUNTERSIGN_TRUST, else fetched from COUNTERSIGN_URL
  --status FILE    the signed status list; default: fetched from the issuer
  --receipt FILE   also verify that issuing is in the ledger (.tlog-proof)
  --manifest FILE  also verify that the token is for this manifest
  --json           print one JSON object
  -h, --help       this text

Exit codes: 0 verified, 1 not verified, 2 usage, 4 could not decide (a missing or stale status list, an unreadable
file).

Examples:
  countersign verify token.jwt --artifact ./model --env production
  countersign verify token.jwt --artifact ./model --env production --trust trust.json --status status.jwt
  echo "$TOKEN" | countersign verify - --artifact ./model --env production --json
`;

export interface VerifyOptions {
  readonly token: string;
  readonly artifact: string;
  readonly env: string;
  readonly trust: string | undefined;
  readonly status: string | undefined;
  readonly receipt: string | undefined;
  readonly manifest: string | undefined;
  readonly json: boolean;
}

const usage = (message: string) => new UsageError(`${message}. Run 'countersign verify --help'`);

/** The options, or null when help was asked for. Throws UsageError, without repeating an argument. */
export function parseOptions(args: readonly string[]): VerifyOptions | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [token, ...others] = positionals;
  if (token === undefined || token === '' || others.length > 0) throw usage('Exactly one TOKEN is needed');
  if (!values.artifact) throw usage('--artifact PATH is needed: a token is verified against bytes');
  if (!values.env) throw usage('--env ENV is needed: a token is for one environment');
  return {
    token,
    artifact: values.artifact,
    env: values.env,
    trust: values.trust,
    status: values.status,
    receipt: values.receipt,
    manifest: values.manifest,
    json: values.json === true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        artifact: { type: 'string' },
        env: { type: 'string' },
        trust: { type: 'string' },
        status: { type: 'string' },
        receipt: { type: 'string' },
        manifest: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // node's words quote the argument, which may be a token
    const unknown = (error as NodeJS.ErrnoException).code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    throw usage(unknown ? 'There is an option that verify does not have' : 'An option is malformed');
  }
}
