import { SafeText } from './safe-text.tsx';

/** Text up to this long is read at a glance; of more, the beginning is shown and the rest is one press away. */
export const GLANCE = 280;

/** What somebody wrote, whole: a text of extreme length folds, and says how long it is. */
export function LongText({ text }: { text: string }) {
  if (text.length <= GLANCE) {
    return (
      <span className="[overflow-wrap:anywhere] whitespace-pre-wrap">
        <SafeText text={text} kind="block" />
      </span>
    );
  }
  return (
    <details className="group">
      <summary className="cursor-pointer [overflow-wrap:anywhere]">
        <span className="group-open:hidden">
          <SafeText text={text.slice(0, GLANCE)} kind="block" />…{' '}
        </span>
        <span className="link">
          <span className="group-open:hidden">all {text.length.toLocaleString('en')} characters</span>
          <span className="hidden group-open:inline">less</span>
        </span>
      </summary>
      <p className="mt-1 max-h-112 overflow-y-auto [overflow-wrap:anywhere] whitespace-pre-wrap">
        <SafeText text={text} kind="block" />
      </p>
    </details>
  );
}
