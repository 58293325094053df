import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Deployment, openDeployment } from '../testing/deployment.ts';
import { type Organisation, organise } from '../testing/organisation.ts';
import { register } from '../testing/release.ts';
import { readManifest } from './read-manifest.ts';
import { registrationChoices } from './registration-choices.ts';

let deployment: Deployment;
let org: Organisation;
beforeAll(async () => {
  deployment = await openDeployment();
  org = await organise(deployment);
  await register(deployment, org.pipeline, { version: '1.0.0' });
});
afterAll(() => deployment.close());

test('a form offers one’s own teams, namespaces and models, every use case, and the tags with their floors', async () => {
  const mine = await registrationChoices(deployment.as(org.owner));
  expect(mine).toMatchObject({ teams: ['credit'], namespaces: ['credit'], versions: ['credit/scorer@1.0.0'] });
  expect(mine.useCases.map(({ slug }) => slug)).toEqual(['limits', 'search']);
  expect(mine.tags).toContainEqual({ tag: 'regulated-decision', floor: 'critical' });
  expect(mine.environments).toContain('production');
  const theirs = await registrationChoices(deployment.as(org.stranger));
  expect(theirs).toMatchObject({ teams: ['support'], namespaces: [], versions: [] });
  const none = await registrationChoices(deployment.as(org.auditor));
  expect(none).toMatchObject({ teams: [], namespaces: [], versions: [] });
});

test('the manifest of a version is the one in force; another name is not there', async () => {
  const found = await readManifest(deployment.as(org.stranger), 'credit/scorer@1.0.0');
  expect(found).toMatchObject({ model: 'credit/scorer', version: '1.0.0' });
  for (const ref of ['credit/scorer@2', 'nonsense', 'credit/scorer@1.0.0@x', "credit/scorer@'; --"]) {
    await expect(readManifest(deployment.as(org.owner), ref)).rejects.toMatchObject({ code: 'not-found' });
  }
});
