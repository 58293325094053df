/** `countersign init`: writes a manifest with everything that is known, and a question for everything that is not. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { combine, type Draft, type Prefill } from '#domain/manifest/draft.ts';
import { writeManifest } from '#domain/manifest/write.ts';
import { type Exit, exit } from '../exit.ts';
import { type Io, printJson, say, UndecidedError, UsageError, type Verb } from '../io.ts';
import { writeFileAtomically } from '../write-file.ts';
import { prefillFromGit } from './git.ts';
import { sourcesFrom, sourcesIn } from './sources.ts';

const HELP = `Write a manifest, prefilled from git and from what the model's files declare.

Usage: countersign init [--from FILE]… [-o FILE] [--force]

A model card (README.md), an MLmodel file, a Croissant file, and the headers of .safetensors, .gguf and .onnx files
prefill it; they prove nothing. Whatever nobody has said becomes a '# QUESTION:' in the file, and 'countersign check'
refuses the manifest until it is answered. Without --from, the working directory is looked through.

Options:
  --from FILE        a file to take declarations from, or a folder with such files; may be given again
  -o, --output FILE  where to write; countersign.yaml when not given, - for the standard output
  --force            overwrite the file
  --json             questions and contradictions as one JSON object
  -h, --help         this text

Examples:
  countersign init
  countersign init --from ./model
  countersign init --from README.md --from model.safetensors
  countersign init --from mlruns/0/…/MLmodel -o ./pricing/countersign.yaml
`;

export const init: Verb = async (args, io) => {
  const options = parse(args);
  if (options.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const output = options.output ?? 'countersign.yaml';
  if (output === '-' && options.json) throw new UsageError('--json and -o - both want the standard output');
  const target = path.resolve(io.cwd, output === '-' ? 'countersign.yaml' : output);
  const draft = combine(await gather(options.from ?? [], path.dirname(target), io));
  const text = writeManifest(draft);
  if (output === '-') io.stdout(text);
  else await write(target, output, text, options.force === true);
  return report(draft, output, options.json === true, io);
};

async function gather(from: readonly string[], folder: string, io: Io): Promise<Prefill[]> {
  const found =
    from.length > 0
      ? await Promise.all(from.map((file) => sourcesFrom(path.resolve(io.cwd, file))))
      : [await sourcesIn(io.cwd, false)];
  const artifact = found.map((sources) => sources.artifact).find((file) => file !== null);
  const inside = artifact ? relativeInside(folder, artifact) : null;
  const location: Prefill = {
    source: 'location',
    fields: inside ? { artifact: { value: { path: inside }, from: 'where the file was found' } } : {},
    questions: [],
  };
  return [await prefillFromGit(folder, io.env), ...found.flatMap(({ prefills }) => prefills), location];
}

/**
 * The path from the manifest's folder, or null when the model is not below it. The folder itself is no answer either: the
 * manifest would be part of the model that it describes.
 */
function relativeInside(folder: string, artifact: string): string | null {
  const relative = path.relative(folder, artifact).split(path.sep).join('/');
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? null : `./${relative}`;
}

async function write(target: string, given: string, text: string, force: boolean): Promise<void> {
  if (force) return writeFileAtomically(target, text, 0o644);
  try {
    await writeFile(target, text, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown fault';
    if (code === 'EEXIST')
      throw new UsageError(`${given} exists already: write to another file with -o, or use --force`);
    throw new UndecidedError(`${given} cannot be written: ${code}`);
  }
}

function report({ questions, contradictions, fields }: Draft, output: string, json: boolean, io: Io): Exit {
  if (json) printJson(io, { file: output, questions, contradictions });
  const declared = Object.keys(fields).join(', ') || 'nothing';
  const open = `${questions.length} open question${questions.length === 1 ? '' : 's'}`;
  say(io, `${output === '-' ? 'manifest' : output}: written with ${open}; declared by files and git: ${declared}`);
  if (output !== '-') say(io, `Answer each '# QUESTION:' in ${output}, then run 'countersign check ${output}'.`);
  return exit.yes;
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        from: { type: 'string', multiple: true },
        output: { type: 'string', short: 'o' },
        force: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
    if (positionals[0] !== undefined) throw new Error(`init takes no '${positionals[0]}': use --from for files`);
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ', 1)[0]}. Run 'countersign init --help'.`);
  }
}
