/**
 * Something failed in the store outside any query. After a `fatal` one the store is gone: the process should stop and
 * be started again, which recovers everything that was acknowledged. Others heal by themselves and are worth a log line.
 */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';

  constructor(
    message: string,
    readonly fatal: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type OnFault = (fault: StoreFault) => void;
