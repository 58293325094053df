/** The standing of a review, for the page that has it open: has the content changed, has the quorum been reached? */
import { z } from '@hono/zod-openapi';
import { REVIEW_STATES } from '#domain/gate/review-states.ts';
import { DecisionBody } from '#domain/wire/promotion.ts';
import { readReview } from '#services/reviews/read.ts';
import { decisionBody } from './decision-body.ts';
import { mount, routes } from './route.ts';

const Standing = z.object({
  id: z.string(),
  state: z.enum(REVIEW_STATES),
  /** it was approved, and that does not hold any more */
  lapsed: z.boolean(),
  contentDigest: z.string(),
  verdicts: z.int(),
  superseded: z.boolean(),
  decision: DecisionBody,
});

export function reviewRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/reviews/{id}',
      tag: 'reviews',
      summary: 'How a review stands now',
      params: z.object({ id: z.uuid() }),
      answers: { 200: { description: 'Its standing', schema: Standing } },
    },
    async (c) => {
      const view = await readReview(c.get('ctx'), c.req.param('id') ?? '');
      return c.json({
        id: view.id,
        state: view.state,
        lapsed: view.lapsed,
        contentDigest: view.contentDigest,
        verdicts: view.verdicts.length,
        superseded: view.superseded,
        decision: decisionBody(c.get('runtime').origin, view.decision, { decision: null, review: view.id }),
      });
    },
  );
  return api;
}
