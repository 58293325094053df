/**
 * Owning, over time: a fact changes and approvals are void until they are given again; an owner leaves and somebody takes
 * over; a model moves to another team; a version ends with everything that lives on it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { approve, approveUseCase, submitUseCase } from './fixtures/acts.ts';
import { expect, test } from './fixtures/browser.ts';
import { look } from './fixtures/look.ts';
import { PEOPLE } from './fixtures/people.ts';
import { makeRelease, openReview, type Release } from './fixtures/release.ts';

test.describe.configure({ mode: 'serial', timeout: 150_000 });

const MODEL = 'support/archive-search';
const USE_CASE = 'archive-search';

let release: Release;
let reviewId = '';

const versionPage = (page: Page, environment = 'staging') =>
  page.goto(`/models/${MODEL}/versions/1.0.0?environment=${environment}`);
const requirement = (page: Page, name: string) => page.getByRole('row', { name });

test('a version is approved and let into staging', async ({ as }) => {
  const [olu, rui] = [await as('olu'), await as('rui')];
  await submitUseCase(olu, { slug: USE_CASE, title: 'Archive search', description: 'Finds old answers.' });
  await approveUseCase(rui, USE_CASE);
  release = await makeRelease({ model: MODEL, useCase: USE_CASE, seed: 500 });
  reviewId = await openReview(release, 'staging');
  await approve(rui, reviewId);
  const allowed = await release.run('promote', release.ref, '--env', 'staging', '-o', 'staging.jwt');
  expect(allowed.code, allowed.err).toBe(0);
});

test('before an edit the form says what rests on the use case, and how tiers would change, as answers change', async ({
  as,
}) => {
  const olu = await as('olu');
  await olu.goto(`/use-cases/${USE_CASE}/edit`);
  await expect(olu.getByText('1 version in use rests on it')).toBeVisible();
  await expect(olu.getByText(/1 approval becomes void/)).toBeVisible();
  await expect(olu.getByText('No tier changes with these answers.')).toBeVisible();
  const fact = olu.getByRole('group', { name: /reached from outside/ });
  await fact.getByLabel('Yes').check();
  await expect(olu.getByText('1 live token ends at once, because an answer got worse.')).toBeVisible();
  await olu
    .getByRole('group', { name: /regulated decision/ })
    .getByLabel('Yes')
    .check();
  await expect(olu.getByText(/The tier changes for 1 of 1 version/)).toBeVisible();
  await look(olu, 'use-case-edit-impact');
});

test('the changed fact voids the approval and ends the token, and every page says so', async ({ as }) => {
  const [olu, rui] = [await as('olu'), await as('rui')];
  await olu.goto(`/use-cases/${USE_CASE}/edit`);
  await olu
    .getByRole('group', { name: /reached from outside/ })
    .getByLabel('Yes')
    .check();
  await olu.getByRole('button', { name: 'Submit version 2' }).click();
  await olu.waitForURL((url) => url.searchParams.get('submitted') === '2');
  await expect(
    olu.getByText(/v2 is submitted and replaced v1. 1 approval became void; 1 live token ended/),
  ).toBeVisible();
  const versions = olu.getByRole('region', { name: 'Versions' });
  await expect(versions.getByRole('row', { name: /^v2/ })).toContainText('reached from outside');
  await expect(olu.getByText('v2 replaced v1: 1 approval is void')).toBeVisible();
  await look(olu, 'use-case-voided');
  await versionPage(olu);
  await expect(requirement(olu, 'Use case approved')).toContainText('v2 is submitted');
  await expect(olu.getByRole('link', { name: 'Review: approval lapsed' })).toBeVisible();
  await rui.goto(`/reviews/${reviewId}`);
  await expect(rui.getByText(/Given before archive-search v2 replaced v1/).first()).toBeVisible();
  await expect(rui.getByText(`Could be given by ${PEOPLE.rui.name}`)).toBeVisible();
});

test('approved again, it is let in again', async ({ as }) => {
  const rui = await as('rui');
  await approveUseCase(rui, USE_CASE);
  expect((await release.run('promote', release.ref, '--env', 'staging')).code).toBe(3);
  await approve(rui, reviewId);
  const allowed = await release.run('promote', release.ref, '--env', 'staging', '-o', 'staging.jwt');
  expect(allowed.code, allowed.err).toBe(0);
  await rui.goto(`/use-cases/${USE_CASE}`);
  await expect(rui.getByText(/replaced v1/)).toHaveCount(0);
});

test('an owner in person leaves: owner known is unmet until somebody takes over', async ({ as }) => {
  const [olu, adm] = [await as('olu'), await as('adm')];
  const manifest = release.file('countersign.yaml');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace(/^owner: .*$/m, `owner: user:${PEOPLE.gil.email}`));
  expect((await release.run('register')).code).toBe(0);
  await versionPage(olu);
  await expect(requirement(olu, 'Owner known')).toContainText('met');

  await adm.goto('/settings/people');
  await adm
    .getByRole('row', { name: PEOPLE.gil.email })
    .getByRole('link', { name: /^Manage/ })
    .click();
  await adm.getByRole('button', { name: 'Disable the account' }).click();
  await expect(adm.getByRole('button', { name: 'Enable the account' })).toBeVisible();

  await olu.reload();
  await expect(requirement(olu, 'Owner known')).toContainText('unmet');
  await olu.goto(`/models/${MODEL}`);
  await expect(olu.getByText(/user:gil@e2e.test, whom a version names as owner, left/)).toBeVisible();
  await look(olu, 'model-owner-left');
  await olu.getByRole('button', { name: 'Take over' }).click();
  const dialog = olu.getByRole('dialog');
  await dialog.getByLabel('New owner').selectOption({ label: PEOPLE.tam.name });
  await dialog.getByLabel('Reason').fill('Gil left for the sea.');
  await dialog.getByRole('button', { name: 'Record the new owner' }).click();
  await expect(olu.getByText(/Tam Teammate instead of user:gil@e2e.test/)).toBeVisible();
  await versionPage(olu);
  await expect(requirement(olu, 'Owner known')).toContainText('taken over by somebody who is here');
});

test('a model is offered, and belongs to the other team once a member of it accepts', async ({ as }) => {
  const [olu, res] = [await as('olu'), await as('res')];
  await olu.goto(`/models/${MODEL}`);
  await olu.getByRole('button', { name: 'Hand over' }).click();
  const dialog = olu.getByRole('dialog');
  await dialog.getByLabel('Team').fill('research');
  await dialog.getByLabel('Reason').fill('Research runs it now.');
  await dialog.getByRole('button', { name: 'Offer the model' }).click();
  await expect(olu.getByText(/Offered to team research by Olu Owner/)).toBeVisible();
  await look(olu, 'model-offered');

  await res.goto('/teams/research');
  await expect(res.getByRole('link', { name: MODEL })).toBeVisible();
  await look(res, 'team');
  await res.getByRole('link', { name: MODEL }).click();
  await res.getByRole('button', { name: 'Accept' }).click();
  await expect(res.getByText(/support to research: accepted/)).toBeVisible();
  const refused = await release.run('promote', release.ref, '--env', 'staging');
  expect(refused.code, 'the old team’s pipeline reaches it no more').toBe(4);
  await versionPage(olu);
  await expect(olu.getByText('Members of the owning team, and its pipelines, ask for promotion.')).toBeVisible();
});

test('retiring says what ends before the button, and then it has ended', async ({ as }) => {
  const res = await as('res');
  await versionPage(res);
  await res.getByRole('button', { name: 'Request review for staging' }).click();
  await expect(res.getByRole('link', { name: 'Review: open' })).toBeVisible();
  await res.getByRole('button', { name: 'Retire', exact: true }).click();
  const dialog = res.getByRole('dialog', { name: 'Retire this version?' });
  await expect(dialog.getByText(/1 live token \(staging 1\)/)).toBeVisible();
  await look(res, 'version-retire-dialog');
  await dialog.getByLabel('Reason').fill('Replaced by the new archive.');
  await dialog.getByRole('button', { name: 'Retire the version' }).click();
  const ended = res.getByRole('region', { name: 'How it ended' });
  await expect(ended).toContainText('retired by Rea Research');
  await expect(ended).toContainText('Replaced by the new archive.');
  await look(res, 'version-retired');
  await expect(requirement(res, 'Not retired or revoked')).toContainText('This version is retired; register a new one');
  await expect(
    res
      .getByRole('row', { name: /staging/ })
      .filter({ hasText: 'revoked' })
      .first(),
  ).toBeVisible();
  await res.getByRole('link', { name: 'Review: closed' }).click();
  await expect(
    res.getByText(/Closed, because the version was retired or revoked: Replaced by the new archive/),
  ).toBeVisible();
  await expect(res.getByText(/Could be given by/)).toHaveCount(0);
  await look(res, 'review-closed');
});
