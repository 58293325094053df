/** `evidence attach`: uploads a report, scan or document about a version; what it says is read by the server. */
import path from 'node:path';
import { sha256 } from '#domain/artifact/digest.ts';
import { AttachedBody, EVIDENCE_TYPES, MAX_EVIDENCE_BYTES } from '#domain/wire/evidence.ts';
import { ProblemBody } from '#domain/wire/problem.ts';
import { type Exit, exit } from '../exit.ts';
import type { Client, Reply } from '../http.ts';
import { type Io, printJson, say, UndecidedError, type Verb } from '../io.ts';
import { readOptions, readRef, usage } from '../options.ts';
import { verdictLine } from '../paint.ts';
import { readAtMost } from '../read-at-most.ts';
import { answering, ask, connect, readBody } from '../server/ask.ts';
import { readProblem, undecided } from '../server/problem.ts';

const VERB = 'evidence attach';

const HELP = `Attach an evaluation report, a scan or a document to a version. It is bound to the version's digest.

Usage: countersign evidence attach REF --type TYPE --file FILE [--producer NAME] [--server URL] [--json]

  REF  namespace/name@version

Options:
  --type TYPE      ${EVIDENCE_TYPES.join(', ')}
  --file FILE      the file, at most 25 MB
  --producer NAME  the tool that made it and its version, such as "modelscan 0.8.5"
  --server URL     the server; default COUNTERSIGN_URL
  --json           print one JSON object
  -h, --help       this text

An evaluation is JSON with a "metrics" list of suite, metric and value. A scan is SARIF, modelscan's JSON, or JSON with
a "result" of pass, fail or error. What the report says (its outcome) is for the gate to judge, not for this exit code.

Exit codes: 0 attached, now or before; 1 refused (too large, empty, no such version); 2 usage; 4 could not decide.

Examples:
  countersign evidence attach credit/limit-increase@2.3.0 --type evaluation --file reports/holdout.json
  countersign evidence attach credit/limit-increase@2.3.0 --type scan --file scan.sarif --producer "modelscan 0.8.5"
`;

/** By file name extension; the server shows in a browser only what a browser cannot run. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.sarif': 'application/sarif+json',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
};

function mediaTypeOf(file: string): string {
  return MEDIA_TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
}

async function readFile(io: Io, file: string): Promise<Uint8Array> {
  const bytes = await readAtMost(path.resolve(io.cwd, file), MAX_EVIDENCE_BYTES + 1);
  if (typeof bytes === 'string') throw new UndecidedError(`${file} cannot be read: ${bytes}`);
  return bytes;
}

function refuse(io: Io, json: boolean | undefined, code: string, message: string): Exit {
  if (json) printJson(io, { verdict: 'refused', code, message });
  verdictLine(io, 'red', 'NOT ATTACHED', `${message} (${code})`);
  return exit.no;
}

/** Problems that are about this file or version, and not about who asks or whether anybody answers. */
function refusalIn(client: Client, reply: Reply) {
  const problem = readProblem(client, reply, ProblemBody);
  const isVerdict = reply.status === 422 || (reply.status === 404 && problem?.code === 'not-registered');
  return problem && isVerdict ? problem : null;
}

export const evidenceAttach: Verb = async (args, io) => {
  const { values, positionals } = readOptions(VERB, args, {
    type: { type: 'string' },
    file: { type: 'string' },
    producer: { type: 'string' },
    server: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help) {
    io.stdout(HELP);
    return exit.yes;
  }
  const { ref } = readRef(VERB, positionals);
  const { type, file, producer, json } = values;
  if (!EVIDENCE_TYPES.some((known) => known === type))
    throw usage(VERB, `--type is one of ${EVIDENCE_TYPES.join(', ')}`);
  if (!type || !file) throw usage(VERB, 'Which file? Give --file FILE');
  const client = connect(io, VERB, values.server);
  return answering(io, json, async () => {
    const bytes = await readFile(io, file);
    if (bytes.length === 0) return refuse(io, json, 'empty', `${file} is empty`);
    if (bytes.length > MAX_EVIDENCE_BYTES) return refuse(io, json, 'too-large', `${file} is larger than 25 MB`);
    const about = new URLSearchParams({ ref, type, fileName: path.basename(file), ...(producer && { producer }) });
    const reply = await ask(client, `/api/v1/evidence?${about}`, {
      method: 'POST',
      headers: { 'content-type': mediaTypeOf(file) },
      body: bytes,
    });
    if (reply.status !== 200 && reply.status !== 201) {
      const refusal = refusalIn(client, reply);
      if (!refusal) throw undecided(client, reply);
      for (const { pointer, message } of refusal.errors ?? []) say(io, `${pointer} ${message}`);
      return refuse(io, json, refusal.code, refusal.detail);
    }
    const attached = readBody(client, reply, AttachedBody);
    if (attached.digest !== sha256(bytes) || attached.ref !== ref)
      throw new UndecidedError(`${client.origin} answered about another file or version`);
    if (json) printJson(io, { verdict: attached.created ? 'attached' : 'unchanged', ...attached });
    else io.stdout(`${attached.digest}\n`);
    const word = attached.created ? 'ATTACHED' : 'ALREADY ATTACHED';
    verdictLine(io, 'green', word, `${type} of ${ref}, outcome ${attached.outcome}: ${attached.summary}`);
    return exit.yes;
  });
};
