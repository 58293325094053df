import { SafeText } from '#components/gate/safe-text.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Hunk, LineDiff } from '#domain/compare/lines.ts';

const LOOKS = {
  added: { mark: '+', className: 'bg-ok-soft', said: 'added: ' },
  removed: { mark: '-', className: 'bg-bad-soft', said: 'removed: ' },
  same: { mark: ' ', className: '', said: '' },
} as const;

/** Lines with their numbers on both sides. What is left out between them is counted, never silent. */
export function LineDiffView({ diff }: { diff: LineDiff }) {
  if (diff.tooLarge) {
    return (
      <Notice tone="unknown">
        Too long or too different to be shown line by line. The fields above say what changed.
      </Notice>
    );
  }
  if (diff.hunks.length === 0) return <p className="text-ink-muted text-sm">Not a line differs.</p>;
  return (
    <div
      role="group"
      aria-label="manifest lines"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="bg-sunken max-h-160 overflow-auto rounded-md font-mono text-xs"
    >
      {diff.hunks.map((hunk) => (
        <HunkLines key={`${hunk.before} ${hunk.after}`} hunk={hunk} />
      ))}
      {diff.hidden > 0 ? (
        <p className="text-ink-muted border-line border-t px-3 py-1">
          {diff.hidden} {diff.hidden === 1 ? 'line is' : 'lines are'} the same and not shown
        </p>
      ) : null}
    </div>
  );
}

function numbered({ before, after, lines }: Hunk) {
  let [was, is] = [before, after];
  return lines.map((line) => ({
    ...line,
    was: line.kind === 'added' ? null : was++,
    is: line.kind === 'removed' ? null : is++,
  }));
}

function HunkLines({ hunk }: { hunk: Hunk }) {
  return (
    <table className="border-line w-full border-collapse [&+table]:border-t">
      <tbody>
        {numbered(hunk).map(({ kind, text, was, is }) => (
          <tr key={`${was ?? ''} ${is ?? ''}`} className={LOOKS[kind].className}>
            <td className="text-ink-muted w-10 px-1.5 text-right whitespace-nowrap select-none">{was}</td>
            <td className="text-ink-muted w-10 px-1.5 text-right whitespace-nowrap select-none">{is}</td>
            <td aria-hidden className="w-4 select-none">
              {LOOKS[kind].mark}
            </td>
            <td className="pr-3 whitespace-pre">
              <span className="sr-only">{LOOKS[kind].said}</span>
              <SafeText text={text} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
