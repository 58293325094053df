/** The manifests as text, line by line. Bounded: the work grows with length times difference, and both are hostile input. */
import { structuredPatch } from 'diff';

export interface Line {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

export interface Hunk {
  /** number of its first line on each side, from 1 */
  readonly before: number;
  readonly after: number;
  readonly lines: readonly Line[];
}

export interface LineDiff {
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
  /** lines that are the same on both sides and stand in no hunk */
  readonly hidden: number;
  /** too long or too different to be compared by line: the entries above still say everything */
  readonly tooLarge: boolean;
}

const MAX_CHARACTERS = 400_000;
const MAX_EDITS = 1_500;
const CONTEXT = 3;

const KINDS: Readonly<Record<string, Line['kind']>> = { ' ': 'same', '+': 'added', '-': 'removed' };
const NOTHING: LineDiff = { hunks: [], added: 0, removed: 0, hidden: 0, tooLarge: false };

const lineCount = (text: string) => (text === '' ? 0 : text.replace(/\n$/, '').split('\n').length);

/** @param whole every line, not only those around a change */
export function compareLines(before: string, after: string, whole = false): LineDiff {
  if (before.length + after.length > MAX_CHARACTERS) return { ...NOTHING, tooLarge: before !== after };
  const patch = structuredPatch('a', 'b', before, after, undefined, undefined, {
    context: whole ? MAX_CHARACTERS : CONTEXT,
    maxEditLength: MAX_EDITS,
  });
  if (!patch) return { ...NOTHING, tooLarge: true };
  const hunks = patch.hunks.map(({ oldStart, newStart, lines }) => ({
    before: oldStart,
    after: newStart,
    lines: lines.flatMap((line): Line[] => {
      const kind = KINDS[line.charAt(0)];
      // "\ No newline at end of file" is the patch's remark and no line of ours.
      return kind ? [{ kind, text: line.slice(1) }] : [];
    }),
  }));
  const count = (kind: Line['kind']) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);
  const shown = count('same') + count('removed');
  return {
    hunks,
    added: count('added'),
    removed: count('removed'),
    hidden: Math.max(0, lineCount(before) - shown),
    tooLarge: false,
  };
}
