/** `status`: what stands between a version and each environment, as the gate would answer now. */

import type { VersionBody } from '#domain/wire/register-view.ts';
import { isOpen, requirementLines } from '../decision/requirement-lines.ts';
import { type Exit, exit } from '../exit.ts';
import { type Io, oneLine, printJson, say, UndecidedError, type Verb } from '../io.ts';
import { readEnvironment, readOptions, readRef } from '../options.ts';
import { type Colour, paint, verdictLine } from '../paint.ts';
import { answering, connect } from '../server/ask.ts';
import { readVersion } from '../server/read-version.ts';

const HELP = `Show what stands between a version and each environment. Looking changes nothing and issues nothing.

Usage: countersign status REF [--env ENV] [--server URL] [--json]

  REF  namespace/name@version

Options:
  --env ENV     only this environment; otherwise all, of which the gated ones decide the exit code
  --server URL  the server; default COUNTERSIGN_URL
  --json        print one JSON object
  -h, --help    this text

✓ met, ✗ not met, ? not known (which never allows), ~ waived by an exemption.

Exit codes: 0 the gate would allow it in the environment, or in every gated one; 1 it would deny one, or there is no
such version; 2 usage; 3 only approvals are missing; 4 could not decide.

Examples:
  countersign status credit/limit-increase@2.3.0
  countersign status credit/limit-increase@2.3.0 --env production --json | jq -r '.environments[].decision.outcome'
`;

type Environment = VersionBody['environments'][number];
type Outcome = Environment['decision']['outcome'];

const WORDS: Readonly<Record<Outcome, { word: string; colour: Colour; code: Exit }>> = {
  allow: { word: 'ALLOWED', colour: 'green', code: exit.yes },
  pending: { word: 'PENDING', colour: 'yellow', code: exit.pending },
  deny: { word: 'DENIED', colour: 'red', code: exit.no },
};

function tellEnvironment(io: Io, { name, gated, decision, review }: Environment): void {
  const { word, colour } = WORDS[decision.outcome];
  const open = decision.requirements.filter(isOpen).length;
  const notes = [
    ...(gated ? [] : ['not gated']),
    ...(open > 0 ? [`${open} of ${decision.requirements.length} open`] : []),
    ...(review ? [`review ${oneLine(review.url)}`] : []),
  ];
  const aside = notes.length > 0 ? `  ${notes.join(', ')}` : '';
  io.stderr(`\n${paint(io, 'bold', name)}: ${paint(io, colour, word)}${aside}\n`);
  io.stderr(requirementLines(io, decision.requirements));
}

/** A no anywhere outweighs what only waits. */
function worst(environments: readonly Environment[]): Outcome {
  const outcomes = environments.map(({ decision }) => decision.outcome);
  return outcomes.includes('deny') ? 'deny' : outcomes.includes('pending') ? 'pending' : 'allow';
}

function tell(io: Io, version: VersionBody, shown: readonly Environment[], judged: readonly Environment[]): Exit {
  const { word, colour, code } = WORDS[worst(judged)];
  say(io, `${version.ref} ${version.digest}`);
  say(io, `tier ${version.tier}, ${version.state}, manifest revision ${version.revision}, ${version.url}`);
  for (const environment of shown) tellEnvironment(io, environment);
  const each = judged.map(({ name, decision }) => `${name} ${WORDS[decision.outcome].word.toLowerCase()}`);
  io.stderr('\n');
  verdictLine(io, colour, word, `${version.ref}: ${each.join(', ')}`);
  return code;
}

export const status: Verb = async (args, io) => {
  const { values, positionals } = readOptions('status', args, {
    env: { type: 'string' },
    server: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const ref = readRef('status', positionals);
  const env = values.env === undefined ? undefined : readEnvironment('status', values.env);
  const client = connect(io, 'status', values.server);
  return answering(io, values.json, async () => {
    const version = await readVersion(client, ref);
    if (!version) return nothing(io, values.json, ref.ref, 'not-registered', `${ref.ref} is not registered`);
    const shown = version.environments.filter(({ name }) => env === undefined || name === env);
    if (env !== undefined && shown.length === 0) {
      return nothing(io, values.json, ref.ref, 'environment-unknown', `the policy has no environment ${env}`);
    }
    const judged = env === undefined ? shown.filter(({ gated }) => gated) : shown;
    if (judged.length === 0) throw new UndecidedError('The policy has no gated environment');
    if (values.json) printJson(io, { verdict: worst(judged), ...version, environments: shown });
    return tell(io, version, shown, judged);
  });
};

function nothing(io: Io, json: boolean | undefined, ref: string, code: string, message: string): Exit {
  if (json) printJson(io, { verdict: 'deny', code, ref, message });
  verdictLine(io, 'red', 'DENIED', `${message} (${code})`);
  return exit.no;
}
