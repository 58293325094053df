import { SafeText } from '#components/gate/safe-text.tsx';
import { CopyButton } from './copy-button.tsx';

/** Text as it is, with hidden characters shown; what is copied is the text itself. */
export function CodeBlock({ text, label, wrap = false }: { text: string; label: string; wrap?: boolean }) {
  return (
    <div className="bg-sunken relative rounded-md">
      <pre
        role="group"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to be reachable
        tabIndex={0}
        aria-label={label}
        className={`max-h-112 overflow-auto p-3 pr-12 font-mono text-xs ${wrap ? 'break-all whitespace-pre-wrap' : ''}`}
      >
        <SafeText text={text} kind="block" />
      </pre>
      <div className="absolute top-1.5 right-1.5">
        <CopyButton text={text} label={`Copy ${label}`} bare />
      </div>
    </div>
  );
}
