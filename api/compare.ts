/** Two versions beside each other. */
import { z } from '@hono/zod-openapi';
import { ComparisonBody } from '#domain/wire/comparison.ts';
import { compare } from '#services/versions/compare.ts';
import { compareUrl } from './decision-body.ts';
import { readQuery } from './query.ts';
import { mount, routes } from './route.ts';

const Two = z.object({
  a: z.string().min(1).max(400),
  b: z.string().min(1).max(400),
  /** `1`: every line of the manifests, not only those around a change */
  all: z.enum(['0', '1']).optional(),
});

export function compareRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/compare',
      tag: 'register',
      summary: 'Two versions compared',
      query: Two,
      answers: { 200: { description: 'What differs, section by section', schema: ComparisonBody } },
    },
    async (c) => {
      const { a, b, all } = readQuery(c, Two);
      const comparison = await compare(c.get('ctx'), { a, b }, all === '1');
      return c.json({ ...comparison, url: compareUrl(c.get('runtime').origin, a, b) });
    },
  );
  return api;
}
