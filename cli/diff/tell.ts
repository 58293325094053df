/** A comparison for people: one line an entry, what is hidden is counted. */
import type { ComparisonBody } from '#domain/wire/comparison.ts';
import { type Io, oneLine, say } from '../io.ts';
import { type Colour, paint, verdictLine } from '../paint.ts';

type Section = ComparisonBody['sections'][number];
type Entry = Section['entries'][number];

const MARKS: Readonly<Record<Entry['change'], readonly [mark: string, colour: Colour]>> = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
  renamed: ['>', 'cyan'],
  same: ['=', 'dim'],
};

const plural = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
const changesIn = ({ counts }: Section) => counts.added + counts.removed + counts.changed + counts.renamed;

function values({ change, before, after, fields, label }: Entry): string {
  const moved = fields.map((field) => `${field.name} ${field.before ?? 'none'} → ${field.after ?? 'none'}`).join('; ');
  if (change === 'renamed') return `was ${before ?? ''}`;
  const [was, is] = [before ?? '', after ?? ''];
  const value = was === is || change === 'same' ? '' : change === 'changed' ? `${was} → ${is}` : is || was;
  return [value === label ? '' : value, moved].filter((part) => part !== '').join('; ');
}

function threshold({ metric }: Entry): string {
  if (!metric?.threshold) return '';
  const said = metric.reached.after ?? metric.reached.before;
  return `  ${metric.threshold}: ${said ? 'reached' : 'not reached'}`;
}

function tellEntry(io: Io, entry: Entry): void {
  const [mark, colour] = MARKS[entry.change];
  const about = values(entry);
  const delta = entry.metric?.delta;
  const moved = delta ? ` (${delta > 0 ? '+' : ''}${delta})` : '';
  io.stderr(
    `  ${paint(io, colour, mark)} ${oneLine(`${entry.label}${about ? `: ${about}` : ''}${moved}${threshold(entry)}`)}\n`,
  );
}

function tellSection(io: Io, section: Section, all: boolean): void {
  const changes = changesIn(section);
  if (changes === 0 && !all) return;
  const same = section.counts.same > 0 ? `, ${section.counts.same} the same` : '';
  io.stderr(
    `\n${paint(io, 'bold', section.title)}: ${changes === 0 ? 'no changes' : plural(changes, 'change')}${same}\n`,
  );
  for (const entry of section.entries) if (all || entry.change !== 'same') tellEntry(io, entry);
  const { unlisted } = section;
  if (unlisted.changes > 0) say(io, `  … and ${plural(unlisted.changes, 'more change')}`);
}

function tellLines(io: Io, { manifest }: ComparisonBody): void {
  if (manifest.tooLarge) return say(io, '\nThe manifests are too long or too different to be shown line by line');
  if (manifest.hunks.length === 0) return;
  io.stderr(`\n${paint(io, 'bold', 'Manifest text')}\n`);
  const colours = { added: 'green', removed: 'red', same: 'dim' } as const;
  const marks = { added: '+', removed: '-', same: ' ' } as const;
  for (const hunk of manifest.hunks) {
    io.stderr(`  ${paint(io, 'cyan', `@@ line ${hunk.before} / ${hunk.after} @@`)}\n`);
    // Indentation is meaning in YAML, and `paint` would trim it.
    for (const line of hunk.lines)
      io.stderr(
        `  ${marks[line.kind]}${line.text.match(/^ */)?.[0] ?? ''}${paint(io, colours[line.kind], line.text)}\n`,
      );
  }
}

export function tellComparison(io: Io, comparison: ComparisonBody, all: boolean): void {
  const { sections, same, a, b, url } = comparison;
  for (const section of sections) tellSection(io, section, all);
  tellLines(io, comparison);
  const changed = sections.filter((section) => changesIn(section) > 0);
  const quiet = sections.length - changed.length;
  const total = changed.reduce((sum, section) => sum + changesIn(section), 0);
  io.stderr('\n');
  if (quiet > 0 && !all) say(io, `${plural(quiet, 'section')} without a change not shown; --all shows them`);
  say(io, url);
  verdictLine(
    io,
    same ? 'green' : 'yellow',
    same ? 'SAME' : 'DIFFERENT',
    same ? `${a} and ${b}` : `${a} and ${b}: ${plural(total, 'change')} in ${plural(changed.length, 'section')}`,
  );
}
