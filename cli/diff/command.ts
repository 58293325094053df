/** `diff`: two registered versions beside each other, as the compare page shows them. */
import { parseVersionRef } from '#domain/manifest/refs.ts';
import { ComparisonBody } from '#domain/wire/comparison.ts';
import { ProblemBody } from '#domain/wire/problem.ts';
import { type Exit, exit } from '../exit.ts';
import { printJson, UndecidedError, type Verb } from '../io.ts';
import { readOptions, usage } from '../options.ts';
import { verdictLine } from '../paint.ts';
import { answering, ask, connect, readBody } from '../server/ask.ts';
import { readProblem, undecided } from '../server/problem.ts';
import { tellComparison } from './tell.ts';

const HELP = `Compare two registered versions: manifest, use case, tier, data, metrics, lineage, files, evidence, requirements.

Usage: countersign diff A B [--all] [--exit-code] [--server URL] [--json]

  A, B  namespace/name@version, of one model or of two

Options:
  --all         also what is the same; otherwise it is counted
  --exit-code   exit 1 when they differ, as git diff does
  --server URL  the server; default COUNTERSIGN_URL
  --json        print one JSON object, with everything
  -h, --help    this text

+ added, - removed, ~ changed, > renamed, = the same.

Exit codes: 0 compared, whether they differ or not; 1 there is no such version, or they differ with --exit-code;
2 usage; 4 could not decide.

Examples:
  countersign diff credit/limit-increase@2.2.0 credit/limit-increase@2.3.0
  countersign diff credit/limit-increase@2.2.0 credit/limit-increase@2.3.0 --json | jq '.sections[] | {id, counts}'
`;

function readTwo(positionals: readonly string[]): readonly [string, string] {
  const [a, b, ...others] = positionals;
  if (a === undefined || b === undefined || others.length > 0)
    throw usage('diff', 'Give two versions, namespace/name@version each');
  if (!parseVersionRef(a) || !parseVersionRef(b))
    throw usage('diff', 'A version is written namespace/name@version, such as credit/limit-increase@2.3.0');
  return [a, b];
}

export const diff: Verb = async (args, io): Promise<Exit> => {
  const { values, positionals } = readOptions('diff', args, {
    all: { type: 'boolean' },
    'exit-code': { type: 'boolean' },
    server: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const [a, b] = readTwo(positionals);
  const client = connect(io, 'diff', values.server);
  return answering(io, values.json, async () => {
    const asked = new URLSearchParams({ a, b, ...(values.all ? { all: '1' } : {}) });
    const reply = await ask(client, `/api/v1/compare?${asked}`);
    const problem = reply.status === 404 ? readProblem(client, reply, ProblemBody) : null;
    if (problem?.code === 'not-registered') {
      if (values.json) printJson(io, { verdict: 'not-found', code: problem.code, a, b, message: problem.detail });
      verdictLine(io, 'red', 'NOT FOUND', `${problem.detail} (${problem.code})`);
      return exit.no;
    }
    if (reply.status !== 200) throw undecided(client, reply);
    const comparison = readBody(client, reply, ComparisonBody);
    if (comparison.a !== a || comparison.b !== b)
      throw new UndecidedError(`${client.origin} answered about something else`);
    const verdict = comparison.same ? 'same' : 'different';
    if (values.json) printJson(io, { verdict, ...comparison });
    tellComparison(io, comparison, values.all ?? false);
    return values['exit-code'] && !comparison.same ? exit.no : exit.yes;
  });
};
