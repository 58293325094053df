/** JSON bodies, read strictly: duplicate names, prototype keys and anything that is not JSON are refused (T56, T57). */
import type { Context } from 'hono';
import { parseStrictJson } from '#domain/canonical/strict-json.ts';
import { ServiceError } from '#services/errors.ts';
import type { Env } from './environment.ts';

/** The parsed body, for a service to judge. Throws `invalid` where it is not one JSON value without double names. */
export async function readJson(c: Context<Env>): Promise<unknown> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new ServiceError('invalid', 'Send Content-Type: application/json', 'media-type');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await c.req.arrayBuffer());
  } catch {
    throw new ServiceError('invalid', 'The body is not UTF-8', 'malformed');
  }
  const parsed = parseStrictJson(text);
  if (!parsed.ok)
    throw new ServiceError('invalid', `The body is not JSON that we take: ${parsed.message}`, 'malformed');
  return parsed.value;
}
