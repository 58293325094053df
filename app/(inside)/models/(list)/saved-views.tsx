import Link from 'next/link';
import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { removeViewAction, saveViewAction } from './actions.ts';
import { REGISTER_PATH } from './register-query.ts';

interface View {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** Filters that one has kept, each an address; and a way to keep what is chosen now. */
export function SavedViews({ views, current }: { views: readonly View[]; current: string }) {
  const kept = views.some(({ query }) => query === current);
  if (views.length === 0 && current === '') return null;
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 text-sm">
      {views.length > 0 ? (
        <nav aria-label="Saved views" className="min-w-0">
          <ul className="flex flex-wrap gap-1.5">
            {views.map(({ id, name, query }) => (
              <li key={id} className="max-w-full">
                <Link
                  prefetch={false}
                  href={`${REGISTER_PATH}?${query}`}
                  aria-current={query === current ? 'page' : undefined}
                  className={classNames(
                    'border-line inline-flex min-h-7 max-w-full items-center rounded-md border px-2',
                    query === current ? 'bg-accent-soft text-accent font-medium' : 'bg-raised hover:bg-sunken',
                  )}
                >
                  <span className="max-w-56 truncate">
                    <SafeText text={name} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {current !== '' && !kept ? <Keep current={current} /> : null}
      {views.length > 0 ? <Tidy views={views} /> : null}
    </div>
  );
}

function Keep({ current }: { current: string }) {
  return (
    <Dialog
      small
      variant="quiet"
      open="Save this view"
      title="Save this view"
      description="The filter and its order, above the register. Only you see it."
    >
      <ActionForm action={saveViewAction} className="space-y-3">
        <input type="hidden" name="query" value={current} />
        <TextField name="name" label="Name" autoComplete="off" maxLength={60} required />
        <Submit>Save the view</Submit>
        <FormDone />
      </ActionForm>
    </Dialog>
  );
}

function Tidy({ views }: { views: readonly View[] }) {
  return (
    <Dialog small variant="quiet" open="Edit views" title="Your saved views">
      <ul className="divide-line divide-y">
        {views.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-3 py-1.5">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <SafeText text={name} />
            </span>
            <ActionForm action={removeViewAction} className="ml-auto shrink-0">
              <input type="hidden" name="id" value={id} />
              <Submit variant="plain">
                Remove<span className="sr-only"> {name}</span>
              </Submit>
            </ActionForm>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
