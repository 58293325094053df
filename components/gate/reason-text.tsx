import { SafeText } from './safe-text.tsx';
import { TimeText } from './time-text.tsx';

/** What the gate writes for machines and people alike: an instant as RFC 3339, a command between backticks. */
const SPECIAL = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z|`[^`\n]{1,200}`)/;

/**
 * A reason of the gate as its reader counts and types: instants in local time, commands as code. The words stay as they
 * are; names from a manifest may be in them, so every part is shown by `SafeText`.
 */
export function ReasonText({ text }: { text: string }) {
  const parts = text.split(SPECIAL);
  if (parts.length === 1) return <SafeText text={text} />;
  const starts = parts.map((_, at) => parts.slice(0, at).join('').length);
  return (
    <span className="[overflow-wrap:anywhere]">
      {parts.map((part, at) => (
        <Part key={starts[at]} text={part} />
      ))}
    </span>
  );
}

function Part({ text }: { text: string }) {
  if (text === '') return null;
  if (!SPECIAL.test(text)) return <SafeText text={text} />;
  if (text.startsWith('`')) {
    return (
      <code className="font-mono text-[0.9em]">
        <SafeText text={text.slice(1, -1)} />
      </code>
    );
  }
  return Number.isNaN(Date.parse(text)) ? <SafeText text={text} /> : <TimeText at={text} style="absolute" />;
}
