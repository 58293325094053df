/** Query strings, parsed by the schema that the document shows; names given twice and unknown names are refused. */

import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { ServiceError } from '#services/errors.ts';
import { parse } from '#services/parse.ts';
import type { Env } from './environment.ts';

export function readQuery<S extends z.ZodObject>(c: Context<Env>, schema: S): z.infer<S> {
  const all = c.req.queries();
  const twice = Object.entries(all).filter(([, values]) => values.length > 1);
  if (twice.length > 0) {
    throw new ServiceError(
      'invalid',
      'A parameter is given twice',
      'query',
      twice.map(([name]) => ({ path: `/query/${name}`, message: 'Give it once' })),
    );
  }
  const given = Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values[0]]));
  return parse(z.strictObject(schema.shape), given) as z.infer<S>;
}
