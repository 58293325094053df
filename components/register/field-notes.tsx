'use client';
import { CircleHelp } from 'lucide-react';
import { SafeText } from '#components/gate/safe-text.tsx';
import { fieldIdOf } from './steps.ts';
import { useWizard } from './wizard-context.ts';

/** The open questions about one place, beside the field that answers them. */
export function QuestionNotes({ at }: { at: string }) {
  const { questions, settle, isSettleable } = useWizard();
  const here = questions.filter(({ field }) => field === at);
  const id = `${fieldIdOf(at)}-questions`;
  if (here.length === 0) return <div id={id} hidden />;
  return (
    <ul id={id} className="mt-1 space-y-1">
      {here.map((question) => (
        <li
          key={question.why}
          className="bg-unknown-soft text-unknown flex items-start gap-1.5 rounded-md px-2 py-1 text-sm"
        >
          <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">
            <span className="sr-only">Question: </span>
            <SafeText text={question.why} />
            {isSettleable(question) ? (
              <button
                type="button"
                className="ml-2 inline-flex min-h-6 cursor-pointer items-center underline underline-offset-2"
                onClick={() => settle(question)}
              >
                This is settled
              </button>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function FieldErrors({ id, wrong }: { id: string; wrong: readonly { message: string }[] }) {
  return (
    <p id={`${id}-errors`} className="text-bad mt-1 text-sm empty:hidden">
      {wrong.map(({ message }) => (
        <span key={message} className="block">
          <SafeText text={message} />
        </span>
      ))}
    </p>
  );
}

/** Problems of a part of the form as a whole, such as a list without rows. */
export function PartNotes({ at }: { at: string }) {
  const { problems, strict } = useWizard();
  const wrong = strict ? problems.filter(({ pointer }) => pointer === at) : [];
  return (
    <>
      <QuestionNotes at={at} />
      <FieldErrors id={fieldIdOf(at)} wrong={wrong} />
    </>
  );
}
