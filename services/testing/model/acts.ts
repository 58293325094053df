/** The acts of a sequence, as fast-check commands: who tries what, on what. What they do lies in deeds.ts. */
import fc from 'fast-check';
import { revokeRole } from '../../people/grant-role.ts';
import { retireVersion, revokeVersion } from '../../retirement/end-version.ts';
import { withdrawApproval } from '../../reviews/withdraw.ts';
import { addMember, removeMember } from '../../teams/membership.ts';
import { revokeToken } from '../../tokens/revoke.ts';
import { decideUseCase } from '../../use-cases/decide.ts';
import { submitUseCase } from '../../use-cases/submit.ts';
import {
  ask,
  askExemption,
  attach,
  confirmProposals,
  decide,
  decideExemption,
  everybodyApproves,
  everybodyExempts,
  grant,
  register,
  type Seen,
  secondAccount,
  signInAgain,
  withdrawExemptions,
} from './deeds.ts';
import { survivors } from './oracle.ts';
import { FACTS, idOf, type World } from './world.ts';

export type Act = fc.AsyncCommand<Seen, World>;

function act(name: string, run: (seen: Seen, world: World) => Promise<unknown>): Act {
  return {
    check: () => true,
    run: async (seen, world) => {
      await run(seen, world);
      const left = await survivors(world);
      if (left.length > 0) throw new Error(left.join('\n'));
    },
    toString: () => name,
  };
}

const versions = fc.constantFrom('1', '2');
const gated = fc.constantFrom('staging', 'production');
/** waivable ones, and three that never are */
const requirements = fc.constantFrom(
  'evaluation-report',
  'evaluation-threshold',
  'artifact-scan',
  'use-case-approved',
  'owner-known',
  'approval:risk-reviewer',
);

/** The acts that a setting's people can try; `who` is drawn from them. */
export function actsOf(names: readonly string[]): fc.Arbitrary<Act>[] {
  const who = fc.constantFrom(...names);
  const asker = fc.option(who, { freq: 2 });
  const roles = fc.constantFrom('reviewer', 'risk-reviewer', 'security-reviewer', 'privacy-reviewer');
  return [
    fc
      .tuple(asker, versions, fc.constantFrom('first', 'first', 'corrected'))
      .map(([by, version, description]) =>
        act(`${by ?? 'pipeline'} registers ${version}, ${description}`, (_seen, world) =>
          register(world, by, version, description),
        ),
      ),
    fc
      .tuple(asker, versions, gated)
      .map(([by, version, environment]) =>
        act(`${by ?? 'pipeline'} asks for ${version} in ${environment}`, (seen, world) =>
          ask(seen, world, by, version, environment),
        ),
      ),
    fc
      .tuple(asker, versions)
      .map(([by, version]) =>
        act(`${by ?? 'pipeline'} asks for ${version} in sandbox`, (seen, world) =>
          ask(seen, world, by, version, 'sandbox'),
        ),
      ),
    fc
      .tuple(who, versions, gated)
      .map(([by, version, environment]) =>
        act(`${by} approves ${version} for ${environment}`, (seen, world) =>
          decide(seen, world, by, `${version} ${environment}`, 'approve'),
        ),
      ),
    // Twice as often as anything else: without approvals nothing is reached.
    fc.tuple(versions, gated, fc.boolean()).map(([version, environment, again]) =>
      act(
        `everybody approves ${version} for ${environment}${again ? ', and it is asked for' : ''}`,
        async (seen, world) => {
          await everybodyApproves(seen, world, `${version} ${environment}`);
          if (again) await ask(seen, world, null, version, environment);
        },
      ),
    ),
    fc
      .tuple(who, versions, gated, fc.constantFrom('reject', 'request-changes'))
      .map(([by, version, environment, verdict]) =>
        act(`${by}: ${verdict} of ${version} for ${environment}`, (seen, world) =>
          decide(seen, world, by, `${version} ${environment}`, verdict),
        ),
      ),
    fc.tuple(who, versions, gated).map(([by, version, environment]) =>
      act(`${by} withdraws from ${version} for ${environment}`, async (seen, world) => {
        const reviewId = seen.reviews.get(`${version} ${environment}`);
        if (reviewId === undefined) return;
        await world.attempt('withdraw', async () => withdrawApproval(await world.as(by), reviewId));
      }),
    ),
    fc.tuple(who, fc.constantFrom('low', 'medium', 'high', 'critical')).map(([by, facts]) =>
      act(`${by} submits the use case again, ${facts}`, async (seen, world) => {
        const submission = { slug: world.useCase, team: world.mark, title: 'x', description: 'x', facts: FACTS[facts] };
        const done = await world.attempt('submit use case', async () => submitUseCase(await world.as(by), submission));
        if (done) seen.useCaseVersion = done.version;
      }),
    ),
    fc.tuple(who, fc.constantFrom('approve', 'approve', 'reject')).map(([by, verdict]) =>
      act(`${by}: ${verdict} of the use case`, async (seen, world) => {
        const body = { slug: world.useCase, version: seen.useCaseVersion, verdict, comment: 'because' };
        await world.attempt(`${verdict} use case`, async () => decideUseCase(await world.as(by), body));
      }),
    ),
    fc
      .tuple(asker, versions)
      .map(([by, version]) =>
        act(`${by ?? 'pipeline'} attaches evidence to ${version}`, (_seen, world) => attach(world, by, version)),
      ),
    fc
      .tuple(who, who, roles)
      .map(([by, to, role]) => act(`${by} gives ${role} to ${to}`, (seen, world) => grant(seen, world, by, to, role))),
    fc.tuple(who, who, roles).map(([by, from, role]) =>
      act(`${by} takes ${role} from ${from}`, async (_seen, world) => {
        const body = { personId: idOf(world, from), role };
        await world.attempt('revoke role', async () => revokeRole(await world.as(by), body));
      }),
    ),
    who.map((by) =>
      act(`${by} confirms what waits`, async (seen, world) => {
        await signInAgain(world, by);
        await confirmProposals(seen, world, by);
      }),
    ),
    fc.tuple(who, who, fc.boolean()).map(([by, whom, joins]) =>
      act(`${by} ${joins ? 'adds' : 'removes'} ${whom} as a member`, async (_seen, world) => {
        const body = { slug: world.mark, personId: idOf(world, whom) };
        await world.attempt(joins ? 'add member' : 'remove member', async () =>
          (joins ? addMember : removeMember)(await world.as(by), body),
        );
      }),
    ),
    who.map((by) =>
      act(`${by} makes a second account`, async (seen, world) => {
        await signInAgain(world, by);
        await secondAccount(seen, world, by);
      }),
    ),
    who.map((by) =>
      act(`${by} revokes the newest token`, async (seen, world) => {
        const jti = seen.tokens.at(-1);
        if (jti === undefined) return;
        await world.attempt('revoke token', async () => revokeToken(await world.as(by), { jti, reason: 'because' }));
      }),
    ),
    fc
      .tuple(who, versions, gated, requirements)
      .map(([by, version, environment, requirement]) =>
        act(`${by} asks to exempt ${version} from ${requirement} in ${environment}`, (seen, world) =>
          askExemption(seen, world, by, version, environment, requirement),
        ),
      ),
    fc.tuple(who, fc.constantFrom('approve', 'approve', 'refuse')).map(([by, verdict]) =>
      act(`${by}: ${verdict} of the newest exemption`, async (seen, world) => {
        const id = seen.exemptions.at(-1);
        if (id !== undefined) await decideExemption(world, by, id, verdict);
      }),
    ),
    fc
      .constant(null)
      .map(() => act('everybody approves every exemption', (seen, world) => everybodyExempts(seen, world))),
    who.map((by) => act(`${by} withdraws the exemptions`, (seen, world) => withdrawExemptions(seen, world, by))),
    fc.tuple(who, versions, fc.constantFrom('retire', 'revoke')).map(([by, version, end]) =>
      act(`${by}: ${end} of ${version}`, async (_seen, world) => {
        const body = { ref: `${world.model}@${version}`, reason: 'because' };
        const verb = end === 'retire' ? retireVersion : revokeVersion;
        await world.attempt(`${end} version`, async () => verb(await world.as(by), body));
      }),
    ),
    who.map((by) => act(`${by} signs in again`, (_seen, world) => signInAgain(world, by))),
    fc
      .constantFrom(1, 25, 24 * 35)
      .map((hours) => act(`${hours} h go by`, async (_seen, world) => world.deployment.advance(hours * 3_600_000))),
  ];
}
