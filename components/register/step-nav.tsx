'use client';
import { CircleHelp, OctagonX } from 'lucide-react';
import { type MouseEvent, useEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { homeOf, STEPS, type StepId } from './steps.ts';
import { useWizard } from './wizard-context.ts';

/** The steps as links, each with what is open in it; any of them may be gone to at any time. */
export function StepNav({
  current,
  hrefOf,
  onGo,
}: {
  current: StepId;
  hrefOf: (step: StepId) => string;
  onGo: (step: StepId) => void;
}) {
  const { questions, problems, strict } = useWizard();
  const count = (step: StepId, places: readonly string[]) => places.filter((place) => homeOf(place) === step).length;
  // On a narrow screen the steps scroll by themselves; the present one stays in sight.
  const here = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) here.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  const go = (event: MouseEvent, step: StepId) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onGo(step);
  };
  return (
    <nav aria-label="Steps" className="border-line relative mb-4 overflow-x-auto border-b">
      <ol className="flex gap-1">
        {STEPS.map(({ id, label }, index) => {
          const open = count(
            id,
            questions.map(({ field }) => field),
          );
          const wrong = strict
            ? count(
                id,
                problems.map(({ pointer }) => pointer),
              )
            : 0;
          return (
            <li key={id}>
              <a
                ref={id === current ? here : null}
                href={hrefOf(id)}
                onClick={(event) => go(event, id)}
                aria-current={id === current ? 'step' : undefined}
                className={classNames(
                  'flex min-h-9 items-center gap-1.5 border-b-2 px-2 whitespace-nowrap',
                  id === current ? 'border-accent font-medium' : 'text-ink-muted hover:text-ink border-transparent',
                )}
              >
                <span>
                  {index + 1}. {label}
                </span>
                {wrong > 0 ? (
                  <span className="text-bad inline-flex items-center gap-0.5 text-xs">
                    <OctagonX aria-hidden className="size-3.5" />
                    {wrong}
                    <span className="sr-only"> to put right</span>
                  </span>
                ) : open > 0 ? (
                  <span className="text-unknown inline-flex items-center gap-0.5 text-xs">
                    <CircleHelp aria-hidden className="size-3.5" />
                    {open}
                    <span className="sr-only"> open</span>
                  </span>
                ) : null}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
