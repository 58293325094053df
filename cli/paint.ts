/** Marks and colours for a terminal. Colour only repeats what the mark and the word say. */
import { type Io, oneLine } from './io.ts';

const CODES = { green: 32, red: 31, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;
export type Colour = keyof typeof CODES;

/** `text`, made safe first, in a colour where colours are wanted. */
export function paint(io: Io, colour: Colour, text: string): string {
  const safe = oneLine(text);
  return io.color ? `\u001b[${CODES[colour]}m${safe}\u001b[0m` : safe;
}

/** The line that a run ends with: the word that counts, then what it is about. */
export function verdictLine(io: Io, colour: Colour, word: string, about: string): void {
  io.stderr(`${paint(io, colour, `${word}:`)} ${oneLine(about)}\n`);
}
