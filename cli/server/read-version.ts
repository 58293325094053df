/** Looking at a version and at what the gate would answer: records nothing, opens no review and issues nothing. */
import type { parseVersionRef } from '#domain/manifest/refs.ts';
import { ProblemBody } from '#domain/wire/problem.ts';
import { type VersionBody, VersionBody as VersionSchema } from '#domain/wire/register-view.ts';
import type { Client } from '../http.ts';
import { UndecidedError } from '../io.ts';
import { ask, readBody } from './ask.ts';
import { readProblem, undecided } from './problem.ts';

type Ref = NonNullable<ReturnType<typeof parseVersionRef>>;

/** The version as the register shows it; null when it is not there. Throws UndecidedError. */
export async function readVersion(client: Client, ref: Ref): Promise<VersionBody | null> {
  const reply = await ask(client, `/api/v1/models/${ref.model}/versions/${encodeURIComponent(ref.version)}`);
  if (reply.status === 404 && readProblem(client, reply, ProblemBody)?.code === 'not-registered') return null;
  if (reply.status !== 200) throw undecided(client, reply);
  const version = readBody(client, reply, VersionSchema);
  const sound = version.environments.every(
    ({ name, decision }) => decision.ref === ref.ref && decision.environment === name,
  );
  if (version.ref !== ref.ref || !sound) throw new UndecidedError(`${client.origin} answered about something else`);
  return version;
}
