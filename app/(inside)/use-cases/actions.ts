'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { decideUseCase } from '#services/use-cases/decide.ts';
import { handOverUseCase } from '#services/use-cases/hand-over.ts';
import { submitUseCase } from '#services/use-cases/submit.ts';

const FACTS = ['customerData', 'regulatedDecision', 'productionTooling', 'actsWithoutPerson', 'reachableFromOutside'];

export const submitUseCaseAction = formAction({
  act: (ctx, fields) =>
    submitUseCase(ctx, {
      slug: fields.text('slug'),
      team: fields.text('team'),
      title: fields.text('title'),
      description: fields.text('description'),
      facts: Object.fromEntries(FACTS.map((name) => [name, fields.text(`facts.${name}`)])),
      tags: fields.list('tags'),
    }),
  // What it did is in the address, so that a reload and a link say it too.
  after: ({ slug, version, approvals, tokens }) =>
    redirect(
      `/use-cases/${encodeURIComponent(slug)}${version === 1 ? '' : `?submitted=${version}&voided=${approvals}&ended=${tokens}`}`,
    ),
});

export const decideUseCaseAction = formAction({
  act: (ctx, fields) =>
    decideUseCase(ctx, {
      slug: fields.text('slug'),
      version: Number(fields.text('version')),
      verdict: fields.text('verdict'),
      comment: fields.text('comment'),
    }),
  done: 'Your decision is recorded.',
});

export const handOverUseCaseAction = formAction({
  act: (ctx, fields) =>
    handOverUseCase(ctx, {
      slug: fields.text('slug'),
      personId: fields.text('personId'),
      reason: fields.text('reason'),
    }),
});
