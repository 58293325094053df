/** Requirements for a person: a mark, what is asked, why it stands as it does, and where something can be done about it. */
import type { z } from 'zod';
import type { RequirementBody } from '#domain/wire/promotion.ts';
import { type Io, oneLine } from '../io.ts';
import { type Colour, paint } from '../paint.ts';

type Requirement = z.infer<typeof RequirementBody>;

const MARKS: Readonly<Record<Requirement['status'], { mark: string; colour: Colour }>> = {
  met: { mark: '✓', colour: 'green' },
  unmet: { mark: '✗', colour: 'red' },
  unknown: { mark: '?', colour: 'yellow' },
  waived: { mark: '~', colour: 'cyan' },
};

/** Longer names do not push every reason to the right. */
const WIDEST_NAME = 26;
/** Narrower than this, wrapping makes more lines than sense. */
const NARROWEST = 24;

export function isOpen({ status }: Requirement): boolean {
  return status === 'unmet' || status === 'unknown';
}

/** Lines that end in a newline. Reasons are wrapped on a terminal and whole in a log. */
export function requirementLines(io: Io, requirements: readonly Requirement[]): string {
  const width = Math.min(WIDEST_NAME, Math.max(0, ...requirements.map(({ id }) => id.length)));
  const indent = ' '.repeat(width + 6);
  const room = io.columns === undefined ? Number.POSITIVE_INFINITY : Math.max(NARROWEST, io.columns - indent.length);
  return requirements
    .map((requirement, index) => {
      const { id, status, reason, until, link } = requirement;
      const { mark, colour } = MARKS[status];
      // A waived reason says until when by itself.
      const term = status === 'waived' && until !== null && !reason.includes(until) ? ` (until ${until})` : '';
      const [first = '', ...rest] = wrap(oneLine(reason + term), room);
      // Several requirements are often met in one place: it is named once, after the last of them.
      const next = requirements[index + 1];
      const showLink = isOpen(requirement) && !(next && isOpen(next) && next.link === link);
      // Each asks for another exemption, so each is named; a newer command may ask an older server, which names none.
      const exemption = requirement.exemptionLink ?? null;
      const way = status === 'waived' ? 'exemption' : 'ask for an exemption';
      return [
        `  ${paint(io, colour, mark)} ${cut(oneLine(id), width).padEnd(width)}  ${first}`,
        ...rest.map((line) => indent + line),
        ...(showLink ? [`${indent}${paint(io, 'dim', link)}`] : []),
        ...(exemption === null ? [] : [`${indent}${paint(io, 'dim', `${way}: ${oneLine(exemption)}`)}`]),
      ]
        .map((line) => `${line.trimEnd()}\n`)
        .join('');
    })
    .join('');
}

/** A name that is longer than its column names many roles, which the reason says again. */
function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function wrap(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
