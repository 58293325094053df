/** Marks and colours for a terminal. Colour only repeats what the mark and the word say. */
import { type Io, printable } from './io.ts';

const CODES = { green: 32, red: 31, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;
export type Colour = keyof typeof CODES;

/** On one line: a newline in what somebody else wrote could forge a line of its own, even a verdict. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim());
}

/** `text`, made safe first, in a colour where colours are wanted. */
export function paint(io: Io, colour: Colour, text: string): string {
  const safe = printable(text);
  return io.color ? `\u001b[${CODES[colour]}m${safe}\u001b[0m` : safe;
}

/** The line that a run ends with: the word that counts, then what it is about. */
export function verdictLine(io: Io, colour: Colour, word: string, about: string): void {
  io.stderr(`${paint(io, colour, `${word}:`)} ${oneLine(about)}\n`);
}
