import Link from 'next/link';
import type { PersonCtx } from '#app/context.ts';
import { holds } from '#app/holds.ts';
import { Section } from '#components/ui/section.tsx';

const STEPS = [
  {
    href: '/settings/people',
    title: 'Add people',
    text: 'Members of a team register, reviewers approve. Nobody approves what their own team owns, so it takes at least two.',
    administrator: true,
  },
  {
    href: '/settings/teams',
    title: 'Create a team',
    text: 'Add a member under People, then name who is accountable. The first registration claims a model namespace for it.',
    administrator: true,
  },
  {
    href: '/use-cases',
    title: 'Describe a use case',
    text: 'Its facts decide the tier; a risk reviewer outside the team approves it.',
    administrator: false,
  },
  {
    href: '/settings/keys',
    title: 'Make a pipeline key',
    text: 'With it CI registers versions and asks for promotion.',
    administrator: false,
  },
  {
    href: '/models/register',
    title: 'Register a version',
    text: 'From CI with the command line, or here step by step: nothing is uploaded.',
    administrator: false,
  },
] as const;

/** What to do on an empty deployment, in the order in which one thing needs the other. */
export function FirstSteps({ actor }: { actor: PersonCtx['actor'] }) {
  const administrator = holds(actor, 'administrator');
  return (
    <Section title="First steps" hint="No model is registered yet">
      <ol className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {STEPS.map((step, index) => (
          <li key={step.href} className="flex gap-3 text-sm">
            <span
              aria-hidden
              className="bg-accent-soft text-accent flex size-6 shrink-0 items-center justify-center rounded-full text-xs font-semibold"
            >
              {index + 1}
            </span>
            <span>
              <Link className="link font-medium" href={step.href}>
                {step.title}
              </Link>
              <span className="text-ink-muted block">{step.text}</span>
              {step.administrator && !administrator ? (
                <span className="text-ink-muted block">An administrator does this.</span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
