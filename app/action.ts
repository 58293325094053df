/**
 * The one way from a form to a service: own origin → actor → the form's fields → service → typed result. The service
 * parses and authorises; nothing that was typed is lost when it refuses. Unforeseen errors are logged with their cause
 * and shown as the id to quote.
 */
import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import type { Entered, FormAction, FormState } from '#components/form/form-state.ts';
import type { Ctx } from '#services/context.ts';
import { type InputProblem, isServiceError, type ServiceError } from '#services/errors.ts';
import { getContext } from './context.ts';
import { FormFields } from './form-fields.ts';
import { crossSiteRefusal } from './same-origin.ts';

interface ActionSpec<V> {
  readonly act: (ctx: Ctx, fields: FormFields) => Promise<V>;
  /** said when it is done */
  readonly done?: string | ((value: V) => string);
  /** such as a redirect; runs after everything has been committed */
  readonly after?: (value: V) => void | Promise<void>;
  /** the form's field for a problem of the service's input; by default the first step of its JSON pointer */
  readonly fieldOf?: (problem: InputProblem) => string;
}

type Refused = Omit<Extract<FormState, { status: 'refused' }>, 'status' | 'turn' | 'entered'>;

/** `/models/0` → `models.0` */
function fieldOfPointer({ path }: InputProblem): string {
  return path.slice(1).replaceAll('/', '.');
}

function placed({ line, column, message }: InputProblem): string {
  return line === undefined ? message : `Line ${line}:${column ?? 1}: ${message}`;
}

function refusedBy(error: ServiceError, fieldOf: (problem: InputProblem) => string): Refused {
  const signedOut = error.code === 'unauthenticated' && error.detail !== 'credentials';
  return {
    code: error.detail,
    message: signedOut
      ? 'Your session has ended. Sign in in another tab, then send this again: nothing you entered is lost.'
      : error.message,
    problems: error.problems.map((problem) => ({ field: fieldOf(problem), message: placed(problem) })),
  };
}

async function fault(error: unknown): Promise<Refused> {
  const { runtime, requestId } = await getContext();
  runtime.log.error({ requestId, err: error }, 'an action failed');
  return {
    code: 'fault',
    message: `Something went wrong on our side and nothing was changed. Quote ${requestId} to your administrator.`,
    problems: [],
  };
}

/** Makes a server action of a service. What a client sends as `state` is believed in nothing but its count. */
export function formAction<V>(spec: ActionSpec<V>): FormAction<V> {
  return async (state, form) => {
    const turn = Number.isSafeInteger(state?.turn) ? state.turn + 1 : 1;
    const fields = new FormFields(form instanceof FormData ? form : new FormData());
    const refuse = (refused: Refused): FormState<V> => ({
      status: 'refused',
      turn,
      ...refused,
      entered: fields.entered() as Entered,
    });
    let value: V;
    try {
      const ctx = await getContext();
      const crossSite = crossSiteRefusal(await headers(), ctx.runtime.origin);
      if (crossSite) return refuse({ code: 'cross-site', message: `Refused, because ${crossSite}.`, problems: [] });
      value = await spec.act(ctx, fields);
    } catch (error) {
      unstable_rethrow(error);
      return refuse(isServiceError(error) ? refusedBy(error, spec.fieldOf ?? fieldOfPointer) : await fault(error));
    }
    await spec.after?.(value);
    refresh();
    const message = typeof spec.done === 'function' ? spec.done(value) : (spec.done ?? null);
    return { status: 'done', turn, value, message };
  };
}
