import { FACT_RULES } from '#domain/risk/facts.ts';
import type { UseCaseChange } from '#domain/risk/use-case-changes.ts';
import { SafeText } from './safe-text.tsx';

/** What a version of a use case changed from the one before it, in words. */
export function UseCaseChanges({ changes }: { changes: readonly UseCaseChange[] }) {
  if (changes.length === 0) return <span className="text-ink-muted">Nothing differs</span>;
  return (
    <ul className="space-y-0.5">
      {changes.map((change) => (
        <li key={change.kind === 'fact' ? change.fact : change.kind === 'tag' ? `tag ${change.tag}` : change.kind}>
          <Change change={change} />
        </li>
      ))}
    </ul>
  );
}

function Change({ change }: { change: UseCaseChange }) {
  if (change.kind === 'fact') {
    return (
      <>
        {FACT_RULES[change.fact].question} <del>{change.before}</del> <ins className="font-medium">{change.after}</ins>
      </>
    );
  }
  if (change.kind === 'tag') {
    return change.added ? (
      <>
        tag <ins className="font-medium">{change.tag}</ins> added
      </>
    ) : (
      <>
        tag <del>{change.tag}</del> taken away
      </>
    );
  }
  return (
    <details>
      <summary className="cursor-pointer">{change.kind} changed</summary>
      <p className="whitespace-pre-wrap">
        <del>
          <SafeText text={change.before} kind="block" />
        </del>
      </p>
      <p className="whitespace-pre-wrap">
        <ins>
          <SafeText text={change.after} kind="block" />
        </ins>
      </p>
    </details>
  );
}
