import { describe, expect, it } from 'vitest';
import { declaredTags } from './declared-tags.ts';
import { gateFacts } from './testing/facts.ts';

const { manifest } = gateFacts('low');
const silent = { ...manifest, classification: [], data: null, dataClasses: [], exposure: null };

describe('the tags that a version carries', () => {
  it('are none where nothing is declared', () => {
    expect(declaredTags(silent, [])).toEqual([]);
  });

  it('come from the version, its data, what it reads, and the use case, each with its bearer', () => {
    const [dataset] = manifest.data ?? [];
    if (!dataset) throw new Error('the facts of the tests have a dataset');
    const declared = {
      ...silent,
      classification: ['experimental'],
      dataClasses: ['customer-data'],
      data: [{ ...dataset, name: 'loans', classification: ['a', 'b'] }],
    };
    expect(declaredTags(declared, ['regulated-decision'])).toEqual([
      { tag: 'experimental', on: 'The version' },
      { tag: 'customer-data', on: 'The data that it reads when it runs' },
      { tag: 'a', on: 'The dataset loans' },
      { tag: 'b', on: 'The dataset loans' },
      { tag: 'regulated-decision', on: 'The use case' },
    ]);
  });

  it.each(['none', 'internal'])('an exposure of %s stays inside', (exposure) => {
    expect(declaredTags({ ...silent, exposure }, [])).toEqual([]);
  });

  it.each(['public', 'partner', 'Internal', 'internal-ish', '', 'constructor'])(
    'any other exposure, such as %j, counts as reachable from outside',
    (exposure) => {
      expect(declaredTags({ ...silent, exposure }, []).map(({ tag }) => tag)).toEqual(['reachable-from-outside']);
    },
  );
});
