/**
 * What may reach React's deserialiser for Server Actions (THREATS.md T65). Our actions take a form's state and its
 * fields and nothing else, so a call that holds any other kind of reference is refused before Next reads it: functions,
 * maps, streams, paths through prototypes. It also answers 400 where Next would answer 500.
 */

/** Strings with a meaning of their own that an honest call holds: an escaped `$`, nothing, a time, the form, a repeat. */
const HONEST =
  /^\$(\$|undefined$|D\d{4}-[\dT:.Z-]{1,30}$|K[0-9a-f]{1,4}$|@[0-9a-f]{1,4}$|[0-9a-f]{1,4}(:\w{1,60}){0,12}$)/;
const PROTOTYPE = /:(__\w*|constructor|prototype)(:|$)/;
const DEPTH = 20;

function harmless(value: unknown, depth = 0): boolean {
  if (typeof value === 'string')
    return !value.startsWith('$') || (HONEST.test(value) && (value[1] === '$' || !PROTOTYPE.test(value)));
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEPTH || Object.hasOwn(value, 'then') || Object.hasOwn(value, '__proto__')) return false;
  return Object.values(value).every((part) => harmless(part, depth + 1));
}

function readsAs(text: FormDataEntryValue | null, accepts: (value: unknown) => boolean): boolean {
  if (typeof text !== 'string') return false;
  try {
    const value: unknown = JSON.parse(text);
    return accepts(value) && harmless(value);
  } catch {
    return false;
  }
}

/** A call by React's client: its arguments are `[state, form]`. */
export function isActionCall(form: FormData): boolean {
  return readsAs(
    form.get('0'),
    (value) => Array.isArray(value) && value.length === 2 && typeof value[1] === 'string' && value[1].startsWith('$K'),
  );
}

/** A form sent before the page was alive: its own fields, and what React wrote beside them. */
export function isPlainSubmission(form: FormData): boolean {
  return [...form].every(([name, value]) => !/^\$ACTION_[^:]*:/.test(name) || readsAs(value, () => true));
}
