/** `token revoke`: takes a promotion back. The safe direction, so the pipeline that asked for the token may do it. */
import { PROMOTION_TYPE } from '#domain/token/claims.ts';
import { parseCompact } from '#domain/token/compact.ts';
import { RevokedBody } from '#domain/wire/revocation.ts';
import { exit } from '../exit.ts';
import { type Io, printJson, UndecidedError, type Verb } from '../io.ts';
import { readOnly, readOptions, usage } from '../options.ts';
import { verdictLine } from '../paint.ts';
import { answering, ask, connect, readBody } from '../server/ask.ts';
import { undecided } from '../server/problem.ts';
import { readToken } from '../verify/read-input.ts';

const VERB = 'token revoke';

const HELP = `Revoke a promotion token. Revoking again changes nothing.

Usage: countersign token revoke JTI --reason TEXT [--server URL] [--json]

  JTI  the token's id, as 'promote' printed it; or the file that it was written to; or the token itself (others can see
       arguments: prefer the id or the file)

Options:
  --reason TEXT  why, for the record
  --server URL   the server; default COUNTERSIGN_URL
  --json         print one JSON object
  -h, --help     this text

Online verifiers refuse the token at once; offline ones with their next status list. Who asked for the token, a security
reviewer and an administrator may revoke it.

Exit codes: 0 revoked, now or before; 2 usage; 4 could not be revoked.

Examples:
  countersign token revoke 019c1b3e-6d2f-7c11-9a3e-0f6f3a1f9b10 --reason "wrong build"
`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_TOKEN_LENGTH = 16 * 1024;

/** The id that the argument is, or that is in the token that it means. Never repeats the argument, which may be a token. */
function jtiOf(io: Io, argument: string): string {
  if (UUID.test(argument)) return argument;
  const parsed = parseCompact(readToken(io, argument).trim(), PROMOTION_TYPE, MAX_TOKEN_LENGTH);
  if (parsed.ok && typeof parsed.payload.jti === 'string' && UUID.test(parsed.payload.jti)) return parsed.payload.jti;
  throw usage(
    VERB,
    'That is neither the id of a token, nor a file with one, nor a token: give the id that promote printed',
  );
}

export const tokenRevoke: Verb = async (args, io) => {
  const { values, positionals } = readOptions(VERB, args, {
    reason: { type: 'string' },
    server: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const jti = jtiOf(io, readOnly(VERB, positionals, 'token', 'its JTI'));
  const reason = values.reason?.trim();
  if (!reason) throw usage(VERB, 'Why? Give --reason TEXT');
  const client = connect(io, VERB, values.server);
  return answering(io, values.json, async () => {
    const reply = await ask(client, `/api/v1/tokens/${jti}/revoke`, { method: 'POST', body: { reason } });
    if (reply.status !== 200) throw undecided(client, reply);
    const revoked = readBody(client, reply, RevokedBody);
    if (revoked.jti !== jti) throw new UndecidedError(`${client.origin} answered about another token`);
    if (values.json) printJson(io, { verdict: 'revoked', ...revoked });
    verdictLine(io, 'green', 'REVOKED', `${jti}, a token of ${revoked.ref}, at ${revoked.revokedAt}`);
    return exit.yes;
  });
};
