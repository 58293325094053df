/** The pipeline command. Each verb is loaded when it is called, so that `verify` starts fast. */
import { type Exit, exit } from './exit.ts';
import { type Io, say, UndecidedError, UsageError, type Verb } from './io.ts';

interface Command {
  readonly summary: string;
  readonly load: () => Promise<Verb>;
}

const commands: Readonly<Record<string, Command>> = {
  init: {
    summary: 'write a manifest, prefilled from git and from what the files declare',
    load: async () => (await import('./init/command.ts')).init,
  },
  check: {
    summary: 'check manifests, offline',
    load: async () => (await import('./check/command.ts')).check,
  },
  digest: {
    summary: 'print the tree digest of a model',
    load: async () => (await import('./digest/command.ts')).digest,
  },
  register: {
    summary: 'register a version',
    load: async () => (await import('./register/command.ts')).register,
  },
  'evidence attach': {
    summary: 'attach a report, scan or document to a version',
    load: async () => (await import('./evidence/attach.ts')).evidenceAttach,
  },
  promote: {
    summary: 'ask the gate for a promotion token',
    load: async () => (await import('./promote/command.ts')).promote,
  },
  status: {
    summary: 'show what stands between a version and each environment',
    load: async () => (await import('./status/command.ts')).status,
  },
  diff: {
    summary: 'compare two registered versions',
    load: async () => (await import('./diff/command.ts')).diff,
  },
  'token revoke': {
    summary: 'revoke a promotion token',
    load: async () => (await import('./token/revoke.ts')).tokenRevoke,
  },
  'trust fetch': {
    summary: 'write the trust file of a server',
    load: async () => (await import('./trust/trust-command.ts')).trustFetch,
  },
  'status-list fetch': {
    summary: 'fetch the signed status list, for verifying offline',
    load: async () => (await import('./trust/status-list-command.ts')).statusListFetch,
  },
  verify: {
    summary: 'verify a promotion token against the bytes',
    load: async () => (await import('./verify/command.ts')).verify,
  },
};

/** The longest command name that the arguments start with: `token revoke` before `token`. */
function find(args: readonly string[]): { command: Command; rest: readonly string[] } | null {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(' ');
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command) return { command, rest: args.slice(words) };
  }
  return null;
}

/** Commands that may have been meant: with a word that begins like this one, such as `token revoke` for `revoke`. */
function similar(word: string): string {
  const found = Object.keys(commands).filter((name) => name.split(' ').some((part) => part.startsWith(word)));
  return found.length > 0 ? ` Did you mean ${found.map((name) => `'${name}'`).join(' or ')}?` : '';
}

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `countersign: the release gate for AI models\n\nUsage: countersign <command> [options]\n\n${rows.join('\n')}\n
Run 'countersign <command> --help' for options and examples.
Exit codes: 0 yes, 1 no, 2 usage, 3 pending, 4 could not decide. Only 0 lets a pipeline go on.\n`;
}

/** Runs one command line (without `node` and the script). Never throws. */
export async function main(args: readonly string[], io: Io): Promise<Exit> {
  if (args.length === 0 || args[0] === '--help' || args[0] === '-h' || args[0] === 'help') {
    io.stdout(help());
    return args.length === 0 ? exit.usage : exit.yes;
  }
  const found = find(args);
  if (!found) {
    const [word = ''] = args;
    say(io, `countersign: there is no command '${word}'.${similar(word)} Run 'countersign --help'.`);
    return exit.usage;
  }
  try {
    const verb = await found.command.load();
    return await verb(found.rest, io);
  } catch (error) {
    if (error instanceof UsageError) {
      say(io, `countersign: ${error.message}`);
      return exit.usage;
    }
    // Anything unforeseen is "could not decide": a crash must never look like a yes or a verdict.
    say(io, `countersign: ${error instanceof UndecidedError ? '' : 'internal error: '}${(error as Error).message}`);
    return exit.undecided;
  }
}
