/** What a registration says of its source: where it was built, and who committed since the last approved version. */
import type { Manifest } from '#domain/manifest/schema.ts';
import { ProblemBody } from '#domain/wire/problem.ts';
import { ModelBody } from '#domain/wire/register-view.ts';
import { type Committers, readCommitters } from '../git/committers.ts';
import { isDirty, readSource, type Source } from '../git/source.ts';
import type { Client } from '../http.ts';
import type { Io } from '../io.ts';
import { ask, readBody } from '../server/ask.ts';
import { readProblem, undecided } from '../server/problem.ts';

export interface GatheredSource {
  /** absent when the manifest says it, or nobody does */
  readonly source: Source | undefined;
  readonly committers: Committers;
  readonly dirty: boolean;
}

type Since = { readonly ref: string; readonly commit: string | null } | null;

/** The last approved version of the model; null when there is none, or no such model yet. */
async function lastApproved(client: Client, model: string): Promise<Since> {
  const reply = await ask(client, `/api/v1/models/${model}`);
  if (reply.status === 404 && readProblem(client, reply, ProblemBody)?.code === 'not-found') return null;
  if (reply.status !== 200) throw undecided(client, reply);
  return readBody(client, reply, ModelBody).lastApproved;
}

/** Asks git in `folder` and the server. Throws UndecidedError when the server does not say what was approved last. */
export async function gatherSource(
  io: Io,
  client: Client,
  manifest: Manifest,
  folder: string,
): Promise<GatheredSource> {
  const since = await lastApproved(client, manifest.model);
  const { from: _from, ...known } = await readSource(folder, io.env);
  const committers: Committers =
    since !== null && since.commit === null
      ? { known: false, why: `${since.ref}, approved last, was registered without a commit` }
      : await readCommitters(folder, io.env, since?.commit ?? null, manifest.source?.commit);
  return {
    source: manifest.source || Object.keys(known).length === 0 ? undefined : known,
    committers,
    dirty: await isDirty(folder, io.env),
  };
}
