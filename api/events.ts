/** The ledger's events for auditors. */
import { z } from '@hono/zod-openapi';
import { listEvents } from '#services/ledger/events.ts';
import { PageQuery, pageBody, pageSchema } from './paging.ts';
import { readQuery } from './query.ts';
import { mount, routes } from './route.ts';

const EventQuery = PageQuery.extend({
  action: z.string().max(60).optional().describe('an action, or its first word with a dot: version.'),
  actor: z.string().max(100).optional(),
  model: z.string().max(150).optional(),
  subject: z.string().max(300).optional(),
  after: z.iso.datetime().optional(),
  before: z.iso.datetime().optional(),
});
const EventItem = z.object({
  index: z.int(),
  at: z.string(),
  action: z.string(),
  actor: z.string(),
  actorName: z.string(),
  subject: z.string(),
  subjectName: z.string().nullable().describe('of a person or a pipeline'),
  model: z.string().nullable(),
});

export function eventRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/events',
      tag: 'ledger',
      summary: 'Events, newest first',
      query: EventQuery,
      answers: { 200: { description: 'A page', schema: pageSchema(EventItem) } },
    },
    async (c) => {
      const { after, before, ...filter } = readQuery(c, EventQuery);
      const page = await listEvents(c.get('ctx'), {
        ...filter,
        after: after === undefined ? undefined : new Date(after),
        before: before === undefined ? undefined : new Date(before),
      });
      return c.json(pageBody(page, (row) => ({ ...row, at: row.at.toISOString() })));
    },
  );
  return api;
}
