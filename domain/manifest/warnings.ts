/**
 * What a valid manifest should say better: nothing here fails a check, but a reviewer will ask. A name that can move, such
 * as a branch, does not say which bytes were meant.
 */
import { TAG_FLOORS } from '#domain/risk/facts.ts';
import type { Fault } from './problem.ts';
import { isCommit, parseExternalBase } from './refs.ts';
import type { Manifest } from './schema.ts';

export function manifestWarnings(manifest: Manifest): Fault[] {
  return [
    ...lineageWarnings(manifest),
    ...dataWarnings(manifest),
    ...sourceWarnings(manifest),
    ...tagWarnings(manifest),
  ];
}

function lineageWarnings({ lineage }: Manifest): Fault[] {
  if (lineage === 'from-scratch') return [];
  return lineage.flatMap(({ parent }, index) => {
    const base = parseExternalBase(parent);
    if (!base || base.pinned) return [];
    return [
      {
        path: `/lineage/${index}/parent`,
        code: 'floating-revision',
        message: `lineage[${index}].parent names the branch or tag '${base.revision}', which can move: write the commit id`,
      },
    ];
  });
}

/** From tier high on, production asks for the provenance of every dataset (DESIGN.md §2 "Default policy"). */
function dataWarnings({ data }: Manifest): Fault[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((dataset, index) => {
    const absent = (['uri', 'digest', 'license', 'classification'] as const).filter(
      (field) => dataset[field] === undefined,
    );
    if (absent.length === 0) return [];
    return [
      {
        path: `/data/${index}`,
        code: 'provenance',
        message: `data[${index}] has no ${absent.join(', ')}: production asks for these from tier high on`,
      },
    ];
  });
}

function sourceWarnings({ source }: Manifest): Fault[] {
  if (!source || isCommit(source.commit)) return [];
  return [
    { path: '/source/commit', code: 'short-commit', message: 'source.commit is shortened: write all 40 or 64 digits' },
  ];
}

function tagWarnings({ classification }: Manifest): Fault[] {
  return classification.flatMap((tag, index) =>
    Object.hasOwn(TAG_FLOORS, tag)
      ? []
      : [
          {
            path: `/classification/${index}`,
            code: 'unknown-tag',
            message: `classification[${index}] '${tag}' is not a tag that every deployment knows: unless the policy defines it, the tier is at least high`,
          },
        ],
  );
}
