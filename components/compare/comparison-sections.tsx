import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { Section } from '#components/ui/section.tsx';
import { changesIn, type Section as Part } from '#domain/compare/entry.ts';
import type { Comparison } from '#domain/compare/versions.ts';
import { EntryTable } from './entry-table.tsx';
import { LineDiffView } from './line-diff.tsx';

/** "2 changed, 1 added; 14 the same, not shown" */
export function countsOf({ counts }: Part, all: boolean): string {
  const said = (['changed', 'added', 'removed', 'renamed'] as const).flatMap((change) =>
    counts[change] > 0 ? [`${counts[change]} ${change}`] : [],
  );
  const changes = said.length > 0 ? said.join(', ') : 'no changes';
  if (counts.same === 0) return changes;
  return `${changes}; ${counts.same} the same${all ? '' : ', not shown'}`;
}

/** The sections of a comparison, those with changes first in sight; each can be linked to by its id. */
export function ComparisonSections({
  comparison,
  all,
  allHref,
}: {
  comparison: Comparison;
  all: boolean;
  /** the same page with everything */
  allHref: string;
}) {
  const shown = comparison.sections.filter((part) => all || changesIn(part) > 0);
  const quiet = comparison.sections.filter((part) => !shown.includes(part));
  const hasLines = comparison.manifest.hunks.length > 0 || comparison.manifest.tooLarge;
  return (
    <>
      {shown.map((part) => (
        <ComparisonSection key={part.id} part={part} all={all} />
      ))}
      {hasLines || all ? (
        <Section
          id="manifest-text"
          title="Manifest text"
          hint={`${comparison.manifest.added} lines added, ${comparison.manifest.removed} removed`}
        >
          <LineDiffView diff={comparison.manifest} />
        </Section>
      ) : null}
      {quiet.length > 0 ? (
        <p className="text-ink-muted text-sm">
          Without a change and not shown:{' '}
          {quiet.map(({ title, counts }) => `${title} (${counts.same} the same)`).join(', ')}.{' '}
          <a className="link" href={allHref}>
            Show everything
          </a>
        </p>
      ) : null}
    </>
  );
}

function ComparisonSection({ part, all }: { part: Part; all: boolean }) {
  const entries = all ? part.entries : part.entries.filter(({ change }) => change !== 'same');
  const left = part.unlisted.changes + (all ? part.unlisted.same : 0);
  return (
    <Section id={part.id} title={part.title} hint={countsOf(part, all)} flush={entries.length > 0}>
      {entries.length > 0 ? (
        <EntryTable
          entries={entries}
          label={part.title}
          {...(part.id.startsWith('requirements-') ? { nameOf: requirementLabel } : {})}
        />
      ) : (
        <p className="text-ink-muted text-sm">Neither side has any.</p>
      )}
      {left > 0 ? (
        <p className="text-ink-muted border-line border-t px-4 py-2 text-sm">
          {left.toLocaleString('en')} more, of which {part.unlisted.changes.toLocaleString('en')} changed, are counted
          and not listed.
        </p>
      ) : null}
    </Section>
  );
}
