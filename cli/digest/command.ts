/** `countersign digest PATH`: the tree digest of a model, which anyone can recompute with GNU tools (CONTRACT.md §3, §6). */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Exit, exit } from '../exit.ts';
import { type Io, printJson, say, UsageError, type Verb } from '../io.ts';
import { ArtifactError, refusalLine } from './artifact-error.ts';
import { hashTree } from './hash-tree.ts';
import { progressBar } from './progress.ts';

const HELP = `Print the tree digest of a model: a folder, or a single file.

Usage: countersign digest [--json] PATH

Every file counts, hidden and empty ones too; nothing is ignored. Refused (exit 1): symlinks, devices, sockets, FIFOs,
names that are not UTF-8 or hold a newline, carriage return, NUL or backslash, an empty folder, and whatever changes
while it is read. A file that cannot be read is exit 4.

Options:
  --json      digest, files, size and OpenSSF Model Signing roots as one JSON object
  -h, --help  this text

Examples:
  countersign digest ./model
  countersign digest --json ./model | jq -r '.files[].path'
  countersign digest -- -model-with-a-dash

The same with GNU tools:
  cd ./model && find . -type f -printf './%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sed 's#  \\./#  #' | sha256sum
`;

export const digest: Verb = async (args, io) => {
  const { values, positionals } = parse(args);
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const [given, extra] = positionals;
  if (given === undefined || given === '')
    throw new UsageError("digest needs a PATH. Run 'countersign digest --help'.");
  if (extra !== undefined) {
    throw new UsageError(`digest takes one PATH, and '${extra}' is a second. Run 'countersign digest --help'.`);
  }
  // Joined, not resolved: `link/..` must mean what it means to the system.
  return measure(path.isAbsolute(given) ? given : `${io.cwd}${path.sep}${given}`, given, values.json === true, io);
};

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ', 1)[0]}. Run 'countersign digest --help'.`);
  }
}

async function measure(file: string, given: string, json: boolean, io: Io): Promise<Exit> {
  const bar = progressBar(io);
  try {
    const { digest: treeDigest, bytes, files, omsRoot, hints } = await hashTree(file, { onProgress: bar.update });
    bar.end();
    if (json) printJson(io, { digest: treeDigest, path: given, bytes, files, omsRoot, hints });
    else io.stdout(`${treeDigest}\n`);
    for (const hint of hints) say(io, `hint: ${hint}`);
    return exit.yes;
  } catch (error) {
    bar.end();
    if (!(error instanceof ArtifactError)) throw error;
    if (json) printJson(io, { path: given, refused: error.refusals });
    for (const refusal of error.refusals) say(io, `countersign: refused: ${refusalLine(refusal)}`);
    return exit.no;
  }
}
