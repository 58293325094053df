/** The command line of `promote`. */
import type { parseVersionRef } from '#domain/manifest/refs.ts';
import { readEnvironment, readOptions, readRef, usage } from '../options.ts';

export const HELP = `Ask the gate whether a version may go to an environment, and get the promotion token when it may.

Usage: countersign promote REF --env ENV [--wait TIME] [-o FILE] [--observe] [--server URL] [--json]

  REF  namespace/name@version

Options:
  --env ENV       the environment it is going to
  --wait TIME     wait for approvals, such as 90s, 30m or 2h
  -o, --output    where to write the token (mode 0600), and its ledger receipt beside it as FILE.tlog-proof;
                  without it the token is printed, and nothing else is, on the standard output
  --observe       only report what would happen: exits 0, issues nothing, writes nothing
  --server URL    the server; default COUNTERSIGN_URL
  --json          print one JSON object; the token is in it only without -o
  -h, --help      this text

The pipeline key is read from COUNTERSIGN_TOKEN, or from the file that COUNTERSIGN_TOKEN_FILE names.

Exit codes: 0 allowed; 1 denied; 2 usage; 3 approvals are missing, or --wait ran out; 4 could not decide. With
--observe, 0 whatever the answer, and 4 when there is none.

Examples:
  countersign promote credit/limit-increase@2.3.0 --env production -o token.jwt
  countersign promote credit/limit-increase@2.3.0 --env production --wait 30m -o token.jwt
  countersign promote credit/limit-increase@2.3.0 --env staging --observe
`;

export interface PromoteOptions {
  readonly ref: NonNullable<ReturnType<typeof parseVersionRef>>;
  readonly env: string;
  readonly waitMs: number;
  readonly output: string | undefined;
  readonly observe: boolean;
  readonly server: string | undefined;
  readonly json: boolean;
}

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
const LONGEST_WAIT_MS = 24 * UNITS.h;

function readWait(text: string): number {
  const match = /^(\d{1,6})([smh])$/.exec(text);
  const waitMs = match ? Number(match[1]) * UNITS[match[2] as keyof typeof UNITS] : Number.NaN;
  if (!(waitMs <= LONGEST_WAIT_MS)) throw usage('promote', '--wait is a time such as 90s, 30m or 2h, at most 24h');
  return waitMs;
}

/** The options, or null when help was asked for. Throws UsageError. */
export function readPromoteOptions(args: readonly string[]): PromoteOptions | null {
  const { values, positionals } = readOptions('promote', args, {
    env: { type: 'string' },
    wait: { type: 'string' },
    output: { type: 'string', short: 'o' },
    observe: { type: 'boolean' },
    server: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) return null;
  const ref = readRef('promote', positionals);
  if (!values.env) throw usage('promote', 'Which environment? Give --env ENV');
  if (values.output === '') throw usage('promote', '-o names no file');
  return {
    ref,
    env: readEnvironment('promote', values.env),
    waitMs: values.wait === undefined ? 0 : readWait(values.wait),
    output: values.output,
    observe: values.observe === true,
    server: values.server,
    json: values.json === true,
  };
}
