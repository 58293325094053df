import { describe, expect, it } from 'vitest';
import { actorId, coversModel, hasRole } from './actor.ts';
import { ROLES } from './roles.ts';
import { anonymous, personWith, pipeline, system } from './testing/actors.ts';

describe('the name of an actor in the ledger', () => {
  it('tells kinds apart and holds no personal data', () => {
    expect([personWith([]), pipeline, system, anonymous].map(actorId)).toEqual([
      'person:ada',
      'pipeline:key-1',
      'system',
      'anonymous',
    ]);
  });
});

describe('roles of an actor', () => {
  it('are those granted to a person, and nobody else has any', () => {
    for (const role of ROLES) {
      expect(hasRole(personWith([role]), role), role).toBe(true);
      expect(hasRole(personWith(ROLES.filter((other) => other !== role)), role), role).toBe(false);
      for (const actor of [pipeline, system, anonymous]) expect(hasRole(actor, role)).toBe(false);
    }
  });
});

describe('the scope of a pipeline', () => {
  it.each([
    ['credit/limit', 'credit/limit', true],
    ['credit/*', 'credit/limit', true],
    ['credit/*', 'credits/limit', false],
    ['credit/*', 'credit', false],
    ['cred/*', 'credit', false],
    // without its last letter it would be the pattern's namespace
    ['credi/*', 'credit', false],
    ['credit/lim', 'credit/limit', false],
    ['credit/limit', 'credit/limit-2', false],
    ['*', 'credit/limit', false],
    ['*/*', 'credit/limit', false],
    ['*/limit', 'credit/limit', false],
    ['credit/l*', 'credit/limit', false],
    ['Credit/*', 'credit/limit', false],
    ['', '', false],
    ['/*', 'limit', false],
  ])('%j covers %j: %s', (pattern, model, covered) => {
    expect(coversModel([pattern], model)).toBe(covered);
  });

  it('is any one of its patterns, and of none nothing', () => {
    expect(coversModel(['a/b', 'credit/*'], 'credit/limit')).toBe(true);
    expect(coversModel([], 'credit/limit')).toBe(false);
  });
});
