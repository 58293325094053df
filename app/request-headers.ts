/** Set by proxy.ts on every request, over whatever a client sent. */
export const REQUEST_ID_HEADER = 'x-countersign-request';
export const PATH_HEADER = 'x-countersign-path';
