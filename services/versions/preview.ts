/**
 * A rehearsal of a registration: the very same steps in a transaction that is always rolled back, and then the very same
 * evaluation that `status` and the gate run. So what is shown before registering is what will hold after it, and there is
 * no second set of rules to drift away.
 */
import { may } from '#domain/access/may.ts';
import { sha256 } from '#domain/artifact/digest.ts';
import { type FileEntry, treeDigest } from '#domain/artifact/tree.ts';
import type { Decision } from '#domain/gate/decide.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import { isNeverWaivable } from '#domain/policy/invariants.ts';
import type { TierReason } from '#domain/risk/compute-tier.ts';
import type { Tier } from '#domain/risk/tier.ts';
import type { Registered } from '#domain/wire/registration.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { translate } from '../database-faults.ts';
import { type InputProblem, isServiceError } from '../errors.ts';
import { evaluateAll } from '../gate/evaluate.ts';
import { newId } from '../ids.ts';
import { currentPolicy } from '../policies/load.ts';
import { mutate, type Tx, unchanged } from '../transact.ts';
import { versionId } from './find-version.ts';
import { type Accepted, readRegistration } from './read-registration.ts';
import { registerIn, registrationSubject } from './register.ts';

export interface PreviewedRequirement extends Requirement {
  /** an exemption could be asked for */
  readonly waivable: boolean;
}

export interface PreviewedEnvironment {
  readonly name: string;
  readonly gated: boolean;
  readonly outcome: Decision['outcome'];
  readonly requirements: readonly PreviewedRequirement[];
}

export interface Preview {
  /** what is wrong with the input, with pointers into it */
  readonly problems: readonly InputProblem[];
  /** why the register would say no to it all the same: another team's namespace, bytes known under another version, … */
  readonly refusal: { readonly code: string; readonly message: string } | null;
  /** what registering would do; null when it would not be done */
  readonly outcome: {
    readonly result: Registered['result'];
    readonly retrain: boolean;
    readonly tier: Tier;
    readonly reasons: readonly TierReason[];
    readonly environments: readonly PreviewedEnvironment[];
  } | null;
}

/** Stands in for an artifact that has not been measured: one file whose bytes nobody has. */
function unmeasured(): { files: FileEntry[]; digest: string } {
  const id = newId(new Date(0));
  const files = [{ path: 'not measured yet', size: id.length, sha256: sha256(id).slice('sha256:'.length) }];
  return { files, digest: treeDigest(files) };
}

const isMeasured = (body: unknown) =>
  typeof body === 'object' && body !== null && 'digest' in body && body.digest !== null && body.digest !== undefined;

function requirementOf(requirement: Requirement, measured: boolean): PreviewedRequirement {
  const waivable = requirement.status !== 'met' && !isNeverWaivable(requirement.id);
  if (requirement.id === 'registered')
    return { ...requirement, status: 'unmet', reason: 'Not registered yet', waivable };
  if (measured || requirement.id !== 'digest-bound') return { ...requirement, waivable };
  return { ...requirement, status: 'unmet', reason: 'The artifact has not been measured yet', waivable };
}

async function rehearse(tx: Tx, ctx: Ctx, input: Accepted, measured: boolean): Promise<Preview> {
  const { claimBy, subject } = registrationSubject(ctx, input);
  const permission = may(ctx.actor, 'version.register', await subject.relations(tx.db, ctx.actor));
  if (!permission.allowed) {
    return { problems: [], refusal: { code: 'forbidden', message: permission.reason }, outcome: null };
  }
  const { result } = await registerIn(tx, ctx, input, claimBy);
  const id = await versionId(tx.db, { ...input.name, version: input.manifest.version });
  const { document } = await currentPolicy(tx.db);
  const names = Object.keys(document.environments);
  const questions = names.map((environment) => ({ versionId: id, environment }));
  const decisions = (await evaluateAll(tx.db, questions, ctx.runtime.trial, tx.now)).map(({ decision }) => decision);
  return {
    problems: [],
    refusal: null,
    outcome: {
      result: result.result,
      retrain: result.retrain,
      tier: decisions[0]?.tier ?? result.tier,
      reasons: decisions[0]?.tierReasons ?? [],
      environments: decisions.map(({ environment, outcome, requirements }) => ({
        name: environment,
        gated: document.environments[environment]?.gated ?? true,
        outcome,
        requirements: requirements.map((requirement) => requirementOf(requirement, measured)),
      })),
    },
  };
}

/** Takes the body of a registration; without `digest` and `files` it shows what can be known before measuring. */
export async function previewRegistration(ctx: Ctx, body: unknown): Promise<Preview> {
  const measured = isMeasured(body);
  const whole = measured || typeof body !== 'object' || body === null ? body : { ...body, ...unmeasured() };
  let input: Accepted;
  try {
    input = readRegistration(whole);
  } catch (error) {
    if (!isServiceError(error) || error.code !== 'invalid') throw error;
    return { problems: error.problems, refusal: null, outcome: null };
  }
  return mutate(ctx, 'register.read', thing('register'), async (tx) => {
    try {
      return unchanged(await rehearse(tx, ctx, input, measured));
    } catch (cause) {
      // A rehearsal that would be refused is an answer and no refused act: nothing is recorded against anybody.
      const error = translate(cause);
      if (!isServiceError(error) || (error.code !== 'conflict' && error.code !== 'forbidden')) throw error;
      return unchanged({ problems: [], refusal: { code: error.detail, message: error.message }, outcome: null });
    }
  });
}
