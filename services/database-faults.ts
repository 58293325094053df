/** What the database's refusals mean to a caller: a lost race is a conflict, everything temporary is 503. */
import { isServiceError, ServiceError } from './errors.ts';

const CONFLICT = new Set(['23505']);
/** A value of the wrong form reached a typed column, such as a cursor or id somebody made up. */
const MALFORMED = new Set(['22P02', '22003', '22007', '22008', '22021', '22P05']);
const TEMPORARY = new Set(['40001', '40P01', '55P03', '57014', '57P01', '57P03', '53300', '25006', '53100', '42501']);

/** `pg` gives these no code: the connection went away, could not be used any more, or none came free in time. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;

function sqlState(error: unknown): string | null {
  for (let layer: unknown = error; layer instanceof Error; layer = layer.cause) {
    const { code } = layer as { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE' || LOST.test(layer.message))
      return '08000';
  }
  return null;
}

/** The ServiceError that a database error amounts to, with the original as its cause; anything else as it is. */
export function translate(error: unknown): unknown {
  if (isServiceError(error)) return error;
  const state = sqlState(error);
  if (state === null) return error;
  const known = CONFLICT.has(state)
    ? new ServiceError(
        'conflict',
        'Somebody did the same at the same moment. Reload and look before trying again.',
        'lost-race',
      )
    : MALFORMED.has(state)
      ? new ServiceError('invalid', 'An id, cursor or number in the request does not have the right form.', 'malformed')
      : TEMPORARY.has(state) || state.startsWith('08')
        ? new ServiceError('unavailable', 'The database cannot answer now. Try again shortly.', 'database', [], 2)
        : null;
  if (!known) return error;
  known.cause = error;
  return known;
}
