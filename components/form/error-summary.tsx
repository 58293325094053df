'use client';
import { OctagonX } from 'lucide-react';
import { type Ref, useContext } from 'react';
import { ConfirmLink } from './confirm-link.tsx';
import { FormContext, fieldId } from './form-context.ts';

/** The codes of a refusal that a fresh sign-in would have turned into a yes. */
const STEP_UP: ReadonlySet<string> = new Set(['step-up', 'separation:step-up']);

/** Everything that is wrong, at the top, each line leading to its field; takes the focus after a refusal. */
export function ErrorSummary({ ref }: { ref: Ref<HTMLDivElement> }) {
  const { id, state } = useContext(FormContext);
  if (state.status !== 'refused') return null;
  const lines = state.problems.filter(({ message }) => message !== state.message);
  return (
    <div
      ref={ref}
      tabIndex={-1}
      role="group"
      aria-label="Problems"
      className="bg-bad-soft text-bad col-span-full mb-3 flex gap-2 rounded-md px-3 py-2 text-sm"
    >
      <OctagonX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">{state.message}</p>
        {STEP_UP.has(state.code) ? (
          <p className="mt-1">
            <ConfirmLink />
          </p>
        ) : null}
        {lines.length > 0 ? (
          <ul className="mt-1 list-disc space-y-0.5 pl-4">
            {lines.map(({ field, message }, index) => (
              // The list is replaced as a whole: its index is its identity.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                {field === '' ? (
                  message
                ) : (
                  <a href={`#${fieldId(id, field.split('.')[0] ?? field)}`} className="underline underline-offset-2">
                    {message}
                  </a>
                )}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
