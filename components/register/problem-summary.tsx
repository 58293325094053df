'use client';
import { CircleHelp, OctagonX } from 'lucide-react';
import type { Ref } from 'react';
import { SafeText } from '#components/gate/safe-text.tsx';
import { homeOf } from './steps.ts';
import { useWizard } from './wizard-context.ts';

/** A line that leads to its field, whatever step that is on. */
function Leading({ pointer, message }: { pointer: string; message: string }) {
  const { goTo } = useWizard();
  if (homeOf(pointer) === null) return <SafeText text={message} />;
  return (
    <button
      type="button"
      className="min-h-6 align-top cursor-pointer text-left underline underline-offset-2"
      onClick={() => goTo(pointer)}
    >
      <SafeText text={message} />
    </button>
  );
}

/** Everything that is wrong, at the top, each line leading to its field. */
export function ProblemSummary({ ref, message }: { ref: Ref<HTMLDivElement>; message: string | null }) {
  const { problems, strict } = useWizard();
  const listed = strict ? problems : [];
  if (listed.length === 0 && message === null) return null;
  const counted =
    listed.length === 1 ? 'One thing has to be put right' : `${listed.length} things have to be put right`;
  return (
    <div
      ref={ref}
      tabIndex={-1}
      role="group"
      aria-label="Problems"
      className="bg-bad-soft text-bad mb-4 flex gap-2 rounded-md px-3 py-2 text-sm"
    >
      <OctagonX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">{message ?? `${counted} before it can be registered.`}</p>
        <ul className="mt-1 list-disc space-y-0.5 pl-4">
          {listed.slice(0, 50).map((problem) => (
            <li key={`${problem.pointer} ${problem.message}`}>
              <Leading {...problem} />
            </li>
          ))}
        </ul>
        {listed.length > 50 ? <p>and {listed.length - 50} more</p> : null}
      </div>
    </div>
  );
}

/** What nobody has said yet, each leading to where it is answered. */
export function QuestionSummary() {
  const { questions } = useWizard();
  if (questions.length === 0) return null;
  return (
    <details className="bg-unknown-soft text-unknown mb-4 rounded-md px-3 py-2 text-sm">
      <summary className="cursor-pointer font-medium">
        <CircleHelp aria-hidden className="mr-1 inline size-4 align-[-3px]" />
        {questions.length === 1 ? 'One question left' : `${questions.length} questions left`}
      </summary>
      <ul className="mt-1 list-disc space-y-0.5 pl-6">
        {questions.map(({ field, why }) => (
          <li key={`${field} ${why}`}>
            <Leading pointer={field} message={why} />
          </li>
        ))}
      </ul>
    </details>
  );
}
