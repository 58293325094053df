'use server';
import { redirect } from 'next/navigation';
import { formAction } from '#app/action.ts';
import { decideUseCase } from '#services/use-cases/decide.ts';
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
  after: ({ slug }) => redirect(`/use-cases/${encodeURIComponent(slug)}`),
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
