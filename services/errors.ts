/**
 * How a service says no when it is not a verdict of the domain. One code a kind; the edge maps it (api/problem.ts,
 * app/action.ts). Recognised by brand and not by class, because the server and Next bundle this file separately.
 */
export type ServiceErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'precondition'
  | 'too-many'
  | 'unavailable';

export interface InputProblem {
  /** JSON pointer into the input */
  readonly path: string;
  readonly message: string;
  readonly code?: string;
  readonly line?: number;
  readonly column?: number;
}

const BRAND = 'countersign.service-error';

export class ServiceError extends Error {
  readonly brand = BRAND;
  constructor(
    readonly code: ServiceErrorCode,
    /** for the person or pipeline: what is wrong and what to do */
    message: string,
    /** a stable, finer name: `version-conflict`, `idempotency-mismatch`, … */
    readonly detail: string = code,
    readonly problems: readonly InputProblem[] = [],
    /** seconds after which trying again makes sense */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'ServiceError';
  }
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && (error as { brand?: unknown }).brand === BRAND;
}
