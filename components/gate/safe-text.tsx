import type { ReactNode } from 'react';
import { hiddenCharacter } from '#domain/manifest/text.ts';

/** More hidden characters than this in one text, and the rest is one mark: nobody reads the ninth. */
const MAX_MARKS = 200;

/**
 * Text that came from a manifest or a person, shown so that it says all that it holds (THREATS.md T33): characters that
 * hide or reorder become visible code points, and the text's direction stays inside it. Never HTML.
 */
export function SafeText({ text, kind = 'line' }: { text: string; kind?: 'line' | 'block' }) {
  const parts: ReactNode[] = [];
  let rest = text.replaceAll('\r\n', '\n');
  for (let marks = 0; rest !== ''; marks += 1) {
    const hidden = hiddenCharacter(rest, kind);
    if (!hidden || marks === MAX_MARKS) {
      parts.push(hidden ? `${rest.slice(0, hidden.index)}` : rest);
      if (hidden) parts.push(<CodePoint key="rest" name="and more hidden characters" />);
      break;
    }
    const width = (rest.codePointAt(hidden.index) ?? 0) > 0xffff ? 2 : 1;
    parts.push(rest.slice(0, hidden.index), <CodePoint key={marks} name={hidden.name} />);
    rest = rest.slice(hidden.index + width);
  }
  return <bdi>{parts}</bdi>;
}

function CodePoint({ name }: { name: string }) {
  return (
    <span
      className="bg-bad-soft text-bad mx-0.5 rounded-sm px-0.5 font-mono text-[0.85em]"
      title={`Hidden character ${name}`}
    >
      {name}
    </span>
  );
}
