/** `verify`: the verdict at the point of use. Its exit code is the product; everything else explains it. */
import { exit } from '../exit.ts';
import { type Io, printJson, say, type Verb } from '../io.ts';
import { HELP, parseOptions, type VerifyOptions } from './options.ts';
import { type Outcome, verifyArtifact } from './verify-artifact.ts';

/** What `--json` prints. Claims are shown only when they were verified. */
function report(options: VerifyOptions, issuer: string | null, outcome: Outcome): Record<string, unknown> {
  const common = { env: options.env, issuer };
  if (outcome.undecided) {
    return { verdict: 'undecided', code: outcome.code, message: outcome.message, ...common };
  }
  if (!outcome.verified) return { verdict: 'not-verified', code: outcome.code, message: outcome.message, ...common };
  const { digest, thumbprint, statusAge, receipt, claims } = outcome;
  return { verdict: 'verified', ...common, digest, thumbprint, statusAge, receipt, claims };
}

function tell(io: Io, options: VerifyOptions, issuer: string | null, outcome: Outcome): void {
  if (outcome.undecided) {
    say(io, `COULD NOT DECIDE (${outcome.code}): ${outcome.message}`);
    return;
  }
  if (issuer !== null) say(io, `issuer       ${issuer}`);
  if (!outcome.verified) {
    say(io, `NOT VERIFIED (${outcome.code}): ${outcome.message}`);
    return;
  }
  const { claims, thumbprint, statusAge, receipt, digest } = outcome;
  const until = new Date(claims.exp * 1000).toISOString();
  say(io, `key          ${thumbprint}`);
  say(io, `status list  signed ${statusAge} s ago`);
  if (receipt) say(io, `ledger       entry ${receipt.index} of ${receipt.size}`);
  if (claims.trial) say(io, 'trial        issued in trial mode');
  say(io, `VERIFIED: ${claims.sub.slice('model:'.length)} ${digest} for ${options.env}, until ${until}`);
}

export const verify: Verb = async (args, io) => {
  const options = parseOptions(args);
  if (!options) {
    io.stdout(HELP);
    return exit.yes;
  }
  const { trust, outcome } = await verifyArtifact(io, options);
  const issuer = trust?.issuer ?? null;
  if (options.json) printJson(io, report(options, issuer, outcome));
  tell(io, options, issuer, outcome);
  if (outcome.undecided) return exit.undecided;
  return outcome.verified ? exit.yes : exit.no;
};
