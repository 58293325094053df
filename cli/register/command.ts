/** `register`: measures the artifact and puts the version into the register (CONTRACT.md §3). */
import path from 'node:path';
import type { Problem } from '#domain/manifest/problem.ts';
import { ProblemBody } from '#domain/wire/problem.ts';
import { Registered, type Registration } from '#domain/wire/registration.ts';
import { ArtifactError, refusalLine } from '../digest/artifact-error.ts';
import { type HashedTree, hashTree } from '../digest/hash-tree.ts';
import { progressBar } from '../digest/progress.ts';
import { type Exit, exit } from '../exit.ts';
import type { Client } from '../http.ts';
import { type Io, printJson, say, UndecidedError, type Verb } from '../io.ts';
import { readOptions, usage } from '../options.ts';
import { verdictLine } from '../paint.ts';
import { answering, ask, connect, readBody } from '../server/ask.ts';
import { readProblem, undecided } from '../server/problem.ts';
import { gatherSource } from './gather-source.ts';
import { HELP } from './help.ts';
import { artifactOf, type FoundManifest, readManifest } from './read-manifest.ts';

type Found = Extract<FoundManifest, { ok: true }>;

/** A verdict of no: what, why, and every problem with its place in the manifest where it has one. */
interface Refused {
  readonly refused: true;
  readonly code: string;
  readonly message: string;
  readonly problems: readonly (Partial<Problem> & { readonly message: string })[];
}

function refuse(code: string, message: string, problems: Refused['problems'] = []): Refused {
  return { refused: true, code, message, problems };
}

async function measure(io: Io, found: Found, given: string | undefined): Promise<HashedTree | Refused> {
  const { artifact: declared } = found.manifest;
  const artifact = given === undefined ? artifactOf(found.folder, declared.path) : path.resolve(io.cwd, given);
  if (artifact === null)
    return refuse('artifact', `${declared.path} leads out of the manifest's folder; name it with --artifact`);
  const bar = progressBar(io);
  try {
    const tree = await hashTree(artifact, { onProgress: bar.update });
    if (declared.digest === undefined || declared.digest === tree.digest) return tree;
    return refuse('digest-mismatch', `The manifest says ${declared.digest}, the files are ${tree.digest}`);
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    const problems = error.refusals.map((refusal) => ({ code: refusal.code, message: refusalLine(refusal) }));
    return refuse('artifact', 'The artifact is refused', problems);
  } finally {
    bar.end();
  }
}

async function build(io: Io, client: Client, found: Found, tree: HashedTree): Promise<Registration> {
  const { source, committers, dirty } = await gatherSource(io, client, found.manifest, found.folder);
  if (dirty) say(io, 'hint: the checkout has changes that are not committed: the source will not show them');
  if (!committers.known) say(io, `hint: committers are not sent: ${committers.why}. Higher tiers ask for them`);
  return {
    manifest: found.text,
    digest: tree.digest,
    files: [...tree.files],
    ...(source === undefined ? {} : { source }),
    ...(committers.known ? { committers: [...committers.emails] } : {}),
    measuredBy: 'cli',
  };
}

/** Registering again is the same as registering, so an unanswered request is simply sent again. */
async function send(client: Client, ref: string, registration: Registration): Promise<Registered | Refused> {
  const reply = await ask(client, '/api/v1/versions', { method: 'POST', body: registration });
  if (reply.status === 200 || reply.status === 201) {
    const registered = readBody(client, reply, Registered);
    if (registered.digest === registration.digest && registered.ref === ref) return registered;
    throw new UndecidedError(`${client.origin} answered about another version: ${registered.ref} ${registered.digest}`);
  }
  const problem = readProblem(client, reply, ProblemBody);
  if (!problem || (reply.status !== 409 && reply.status !== 422)) throw undecided(client, reply);
  const problems = (problem.errors ?? []).map(({ pointer, message, line, column }) => ({
    path: pointer.replace(/^\/manifest(?=\/|$)/, ''),
    message: line === undefined ? `${pointer} ${message}` : message,
    ...(line === undefined ? {} : { line, column: column ?? 1 }),
  }));
  return refuse(problem.code, problem.detail, problems);
}

function tellRefusal(io: Io, file: string, json: boolean | undefined, refusal: Refused): Exit {
  const { code, message, problems } = refusal;
  if (json) printJson(io, { verdict: 'refused', code, message, file, problems });
  for (const { line, column, message: text } of problems)
    say(io, line === undefined ? text : `${file}:${line}:${column} ${text}`);
  verdictLine(io, 'red', 'NOT REGISTERED', `${message} (${code})`);
  return exit.no;
}

const WORDS = { created: 'REGISTERED', revised: 'REVISED', unchanged: 'ALREADY REGISTERED' } as const;

function tell(io: Io, json: boolean | undefined, registered: Registered): Exit {
  const { ref, digest, result, revision, tier, retrain, state, url } = registered;
  if (json) printJson(io, { verdict: result, ...registered });
  else io.stdout(`${ref} ${digest}\n`);
  if (retrain)
    say(io, 'hint: other bytes are approved for this model, so this is a retrain: it needs its own approvals');
  if (state !== 'active') say(io, `hint: ${ref} is ${state}; the gate lets it go nowhere. Register a new version`);
  verdictLine(io, 'green', WORDS[result], `${ref}, manifest revision ${revision}, tier ${tier}, ${url}`);
  return exit.yes;
}

export const register: Verb = async (args, io) => {
  const { values, positionals } = readOptions('register', args, {
    file: { type: 'string', short: 'f' },
    artifact: { type: 'string' },
    server: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  if (positionals.length > 0) throw usage('register', 'The manifest is named with -f FILE');
  const file = values.file ?? 'countersign.yaml';
  const client = connect(io, 'register', values.server);
  return answering(io, values.json, async () => {
    const found = await readManifest(file, io.cwd);
    if (!found.ok)
      return tellRefusal(io, file, values.json, refuse('manifest', `${file} is not valid`, found.problems));
    for (const { line, column, message } of found.warnings) say(io, `${file}:${line}:${column} warning: ${message}`);
    const tree = await measure(io, found, values.artifact);
    if ('refused' in tree) return tellRefusal(io, file, values.json, tree);
    for (const hint of tree.hints) say(io, `hint: ${hint}`);
    const ref = `${found.manifest.model}@${found.manifest.version}`;
    const answer = await send(client, ref, await build(io, client, found, tree));
    return 'refused' in answer ? tellRefusal(io, file, values.json, answer) : tell(io, values.json, answer);
  });
};
