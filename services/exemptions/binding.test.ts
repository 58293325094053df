// An exemption is bound to a version, and so to its bytes, an environment and a requirement (THREATS.md T36).

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reader } from '#db/read.ts';
import type { Person } from '#domain/access/actor.ts';
import { evaluateAll } from '../gate/evaluate.ts';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { approveExemption, askExemption, confirmed } from '../testing/exempting.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { registration } from '../testing/release.ts';
import { versionId } from '../versions/find-version.ts';
import { registerVersion } from '../versions/register.ts';

const MODELS = ['credit/one', 'credit/two'];
const REQUIREMENTS = {
  staging: ['lineage-sound'],
  production: ['lineage-sound', 'evaluation-report', 'evaluation-threshold', 'artifact-scan', 'committers-known'],
};

interface Cell {
  readonly model: string;
  readonly version: string;
  readonly environment: 'staging' | 'production';
  readonly requirement: string;
}

let deployment: Deployment;
let org: Organisation;
let approvers: Person[];
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  approvers = [await confirmed(deployment, org.risk), await confirmed(deployment, org.security)];
});
afterAll(() => deployment.close());

/** A critical version whose base nobody registered, with no evidence: every requirement above is open. */
async function register(model: string, version: string): Promise<void> {
  const body = registration({ model, version, useCase: 'limits' });
  const lineage = [{ relation: 'finetune', parent: 'credit/never@1' }];
  await registerVersion(deployment.as(org.maker), { ...body, manifest: { ...body.manifest, lineage } });
}

/** What is waived now, of these versions, everywhere. */
async function waived(versions: readonly { model: string; version: string }[]): Promise<string[]> {
  const db = reader(deployment.runtime.store.pool);
  const questions = await Promise.all(
    versions.flatMap(({ model, version }) =>
      (['staging', 'production'] as const).map(async (environment) => {
        const [namespace = '', name = ''] = model.split('/');
        return { versionId: await versionId(db, { namespace, name, version }), environment };
      }),
    ),
  );
  const evaluations = await evaluateAll(db, questions, true, await deployment.runtime.now());
  return evaluations.flatMap(({ facts, decision }) =>
    decision.requirements.flatMap(({ id, status }) =>
      status === 'waived' ? [`${facts.version.ref} ${facts.environment} ${id}`] : [],
    ),
  );
}

test('T36: random exemptions waive exactly what they were granted for', async () => {
  let run = 0;
  let total = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), async (chosen) => {
      run += 1;
      const versions = MODELS.flatMap((model) => ['a', 'b'].map((name) => ({ model, version: `${run}${name}` })));
      for (const { model, version } of versions) await register(model, version);
      const cells = versions.flatMap((one) =>
        (['staging', 'production'] as const).flatMap((environment) =>
          REQUIREMENTS[environment].map((requirement): Cell => ({ ...one, environment, requirement })),
        ),
      );
      const granted = cells.filter((_, index) => chosen[index] === true);
      for (const cell of granted) {
        const id = await askExemption(deployment, org.owner, cell);
        for (const person of approvers) await approveExemption(deployment.as(person), id);
      }
      total += granted.length;
      expect((await waived(versions)).toSorted()).toEqual(
        granted
          .map(({ model, version, environment, requirement }) => `${model}@${version} ${environment} ${requirement}`)
          .toSorted(),
      );
    }),
    { numRuns: 5 },
  );
  expect(total, 'some were granted').toBeGreaterThan(0);
});
