/** Exemptions for machines to read; people ask for them and decide them, in the browser. */
import { z } from '@hono/zod-openapi';
import { ExemptionBody as Body, type ExemptionBody, ExemptionItem } from '#domain/wire/exemption.ts';
import { EXEMPTION_TABS, type ExemptionListRow, listExemptions } from '#services/exemptions/list.ts';
import { type ExemptionView, readExemption } from '#services/exemptions/read.ts';
import { PageQuery, pageBody, pageSchema } from './paging.ts';
import { readQuery } from './query.ts';
import { mount, routes } from './route.ts';

const Filter = PageQuery.extend({
  state: z.enum(EXEMPTION_TABS).optional().describe('`ending`: live for 14 days at most'),
  tier: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  team: z.string().max(64).optional(),
  requirement: z.string().max(200).optional(),
  environment: z.string().max(64).optional(),
  model: z.string().max(200).optional().describe('namespace/name'),
  version: z.string().max(128).optional().describe('of that model'),
});

const iso = (at: Date | null) => at && at.toISOString();

function item(origin: string, row: ExemptionListRow): ExemptionItem {
  return {
    id: row.id,
    ref: row.ref,
    environment: row.environment,
    requirement: row.requirement,
    tier: row.tier,
    team: row.team,
    state: row.state,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    requestedEnd: row.requestedEnd.toISOString(),
    startsAt: iso(row.startsAt),
    endsAt: iso(row.endsAt),
    renewal: row.renewal,
    url: `${origin}/exemptions/${row.id}`,
  };
}

function body(origin: string, view: ExemptionView): ExemptionBody {
  return {
    ...item(origin, { ...view, renewal: view.renews !== null }),
    digest: view.artifactDigest,
    reason: view.reason,
    control: view.control,
    ticket: view.ticket,
    renews: view.renews,
    renewedBy: view.renewedBy,
    counts: view.counts && { until: iso(view.counts.until), reason: view.counts.reason },
    verdicts: view.verdicts.map(({ person, verdict, capacity, at, comment }) => ({
      person,
      verdict,
      capacity,
      at: at.toISOString(),
      comment,
    })),
    withdrawal: view.withdrawal && { ...view.withdrawal, at: view.withdrawal.at.toISOString() },
    liveTokens: view.liveTokens,
  };
}

export function exemptionRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/exemptions',
      tag: 'exemptions',
      summary: 'Exemptions, filtered; a pipeline sees those within its scope',
      query: Filter,
      answers: { 200: { description: 'A page', schema: pageSchema(ExemptionItem) } },
    },
    async (c) => {
      const page = await listExemptions(c.get('ctx'), readQuery(c, Filter));
      const { origin } = c.get('runtime');
      return c.json(pageBody(page, (row) => item(origin, row)));
    },
  );
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/exemptions/{id}',
      tag: 'exemptions',
      summary: 'One exemption: what was asked, who decided, whether it counts',
      params: z.object({ id: z.uuid() }),
      answers: { 200: { description: 'The exemption', schema: Body } },
    },
    async (c) => c.json(body(c.get('runtime').origin, await readExemption(c.get('ctx'), c.req.param('id') ?? ''))),
  );
  return api;
}
