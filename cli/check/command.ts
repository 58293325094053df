/** `countersign check [FILE…]`: offline, every problem of every manifest at once (CONTRACT.md §3). */
import { parseArgs } from 'node:util';
import { type Exit, exit } from '../exit.ts';
import { printable, say, UsageError, type Verb } from '../io.ts';
import { checkFile } from './check-file.ts';
import { githubFormat } from './github.ts';
import { junitFormat } from './junit.ts';
import { type FileReport, type Format, jsonFormat, textFormat, verdict } from './report.ts';
import { sarifFormat } from './sarif.ts';

const DEFAULT_FILE = 'countersign.yaml';

const FORMATS: Readonly<Record<string, Format>> = {
  text: textFormat,
  github: githubFormat,
  junit: junitFormat,
  sarif: sarifFormat,
  json: jsonFormat,
};

const HELP = `Check manifests: schema, owner, classification, data, lineage. Needs no network.

Usage: countersign check [--format FORMAT] [FILE…]

Without a FILE, ./${DEFAULT_FILE} is checked. Each problem is one line, file:line:col message. Warnings do not fail.

Options:
  --format FORMAT  text (the default), github, junit, sarif or json
  --json           the same as --format json
  -h, --help       this text

Exit codes: 0 all valid, 1 one is invalid, 2 usage, 4 one could not be read.

Examples:
  countersign check
  countersign check models/*/countersign.yaml
  countersign check --format github             # in a GitHub Actions step
  countersign check --format junit > check.xml  # for GitLab or Jenkins
  countersign check --json | jq '.files[].problems'
`;

export const check: Verb = async (args, io) => {
  const { values, positionals } = parse(args);
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const name = values.format ?? (values.json ? 'json' : 'text');
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (!format || (values.json && name !== 'json')) {
    throw new UsageError(`there is no format '${name}': use one of ${Object.keys(FORMATS).join(', ')}`);
  }
  const files = positionals.length > 0 ? positionals : [DEFAULT_FILE];
  const reports: FileReport[] = [];
  for (const file of files) reports.push(await checkFile(file, io.cwd));

  const output = format(reports);
  io.stdout(name === 'text' || name === 'github' ? printable(output) : output);
  say(io, verdict(reports));
  if (positionals.length === 0 && reports[0]?.outcome === 'unreadable') {
    say(io, `hint: name the manifest, or write one with 'countersign init'`);
  }
  return exitOf(reports);
};

/** A definite no outweighs what could not be read: neither lets a pipeline go on. */
function exitOf(reports: readonly FileReport[]): Exit {
  if (reports.some(({ outcome }) => outcome === 'invalid')) return exit.no;
  if (reports.some(({ outcome }) => outcome === 'unreadable')) return exit.undecided;
  return exit.yes;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { format: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ', 1)[0]}. Run 'countersign check --help'.`);
  }
}
