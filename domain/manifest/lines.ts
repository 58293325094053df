/** Lines and columns of offsets in a text. */
import type { Position } from './problem.ts';

/**
 * A function from offsets (UTF-16 units) to positions. Lines end at LF, CRLF or CR; columns count Unicode characters.
 * Offsets asked in ascending order cost one pass over the text in all.
 */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1);
  }
  let last = { line: 1, offset: 0, column: 1 };

  return (offset) => {
    const line = lineOf(starts, offset);
    const start = starts[line - 1] ?? 0;
    let { offset: from, column } = last.line === line && last.offset <= offset ? last : { offset: start, column: 1 };
    for (; from < offset; from++) {
      const code = text.charCodeAt(from);
      const trailing = code >= 0xdc00 && code <= 0xdfff;
      if (!trailing) column++;
    }
    last = { line, offset: from, column };
    return { line, column };
  };
}

/** The 1-based line that holds `offset`: the last start that is not after it. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
