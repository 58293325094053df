/** `promote`: the one question that a pipeline asks the gate. Its exit code is the answer (CONTRACT.md §3). */
import path from 'node:path';
import { isOpen } from '../decision/requirement-lines.ts';
import { type Exit, exit } from '../exit.ts';
import type { Client } from '../http.ts';
import { type Io, say, type Verb } from '../io.ts';
import { answering, connect } from '../server/ask.ts';
import { readVersion } from '../server/read-version.ts';
import { askGate } from './ask-gate.ts';
import { HELP, type PromoteOptions, readPromoteOptions } from './options.ts';
import { standing, tellAllowed, tellObserved, tellRefused, tellUnknown } from './tell.ts';
import { keepToken, requireWritable } from './token.ts';

async function observe(io: Io, client: Client, options: PromoteOptions): Promise<Exit> {
  const version = await readVersion(client, options.ref);
  if (!version) return tellObserved(io, options, null, `${options.ref.ref} is not registered`);
  const decision = version.environments.find(({ name }) => name === options.env)?.decision;
  if (!decision) return tellObserved(io, options, null, `the policy has no environment ${options.env}`);
  return tellObserved(io, options, decision, standing(decision));
}

/** Says once that it waits, and again whenever an approval has come. */
function waiting(io: Io, waitMs: number): Parameters<typeof askGate>[2] {
  let last: number | null = null;
  return ({ decision, review }) => {
    const open = decision.requirements.filter(isOpen).length;
    if (waitMs === 0 || open === last) return;
    const where = last === null && review ? `; review ${review.url}` : '';
    last = open;
    say(io, `waiting: ${standing(decision)}${where}`);
  };
}

async function ask(io: Io, client: Client, options: PromoteOptions): Promise<Exit> {
  const file = options.output === undefined ? null : path.resolve(io.cwd, options.output);
  if (file !== null) requireWritable(file);
  const answer = await askGate(client, options, waiting(io, options.waitMs));
  if (answer.outcome === 'unknown-version') return tellUnknown(io, options, answer.message);
  if (answer.outcome !== 'allow') return tellRefused(io, options, answer);
  return tellAllowed(io, options, answer, file === null ? null : await keepToken(client, answer, file));
}

export const promote: Verb = async (args, io) => {
  const options = readPromoteOptions(args);
  if (!options) {
    io.stdout(HELP);
    return exit.yes;
  }
  const client = connect(io, 'promote', options.server);
  return answering(io, options.json, () => (options.observe ? observe(io, client, options) : ask(io, client, options)));
};
