/** Asking the gate, and following what is pending. */
import { z } from '@hono/zod-openapi';
import { PromotionAllowed, PromotionPending, PromotionStanding } from '#domain/wire/promotion.ts';
import { ServiceError } from '#services/errors.ts';
import { readPromotion } from '#services/promotions/read.ts';
import { PromotionRequest, requestPromotion } from '#services/promotions/request.ts';
import { readJson } from './body.ts';
import { decisionBody, reviewUrl } from './decision-body.ts';
import { Problem, problem } from './problem.ts';
import { mount, routes } from './route.ts';

/** How often a long poll looks again. */
const LOOK_AGAIN_MS = 1_000;
const MAX_WAIT_S = 55;

/** `30s` or `30`; anything else is refused. */
function waitSeconds(text: string | undefined): number {
  if (text === undefined) return 0;
  const match = /^(\d{1,3})s?$/.exec(text);
  if (!match) throw new ServiceError('invalid', 'Write wait as seconds, such as ?wait=30s', 'wait');
  return Math.min(Number(match[1]), MAX_WAIT_S);
}

const WaitQuery = z.object({ wait: z.string().optional().describe('long poll, such as 30s') });

export function promotionRoutes() {
  const api = routes();
  mount(
    api,
    {
      method: 'post',
      path: '/api/v1/promotions',
      tag: 'gate',
      summary: 'Ask the gate: allow with a token, pending with the review, or deny with every unmet requirement',
      body: PromotionRequest,
      answers: {
        200: { description: 'Allowed', schema: PromotionAllowed },
        202: { description: 'Pending: only approvals are missing', schema: PromotionPending },
        403: { description: 'Denied (code gate-denied), or not allowed to ask', schema: Problem },
      },
    },
    async (c) => {
      const ctx = c.get('ctx');
      const { origin } = ctx.runtime;
      const answer = await requestPromotion(ctx, await readJson(c));
      const decision = decisionBody(origin, answer.decision, { decision: answer.decisionId, review: answer.reviewId });
      if (answer.token) {
        const { claims, text } = answer.token;
        const body: PromotionAllowed = {
          id: answer.id,
          outcome: 'allow',
          token: text,
          jti: claims.jti,
          expiresAt: new Date(claims.exp * 1000).toISOString(),
          ledgerIndex: claims.log.index,
          decision,
        };
        return c.json(body, 200);
      }
      const review = answer.reviewId === null ? null : { id: answer.reviewId, url: reviewUrl(origin, answer.reviewId) };
      if (decision.outcome === 'pending') {
        const { sentBack } = answer;
        return c.json(
          { id: answer.id, outcome: 'pending', review, sentBack, decision } satisfies PromotionPending,
          202,
        );
      }
      const unmet = decision.requirements.filter(({ status }) => status === 'unmet' || status === 'unknown');
      return problem(c, {
        status: 403,
        title: 'The gate denies this promotion',
        code: 'gate-denied',
        detail:
          unmet.length === 0
            ? 'The review was rejected'
            : unmet.map(({ id, reason }) => `${id}: ${reason}`).join(' · '),
        members: { id: answer.id, unmet, decision, review },
      });
    },
  );
  mount(
    api,
    {
      method: 'get',
      path: '/api/v1/promotions/{id}',
      tag: 'gate',
      summary: 'Follow a promotion: what the gate would answer now',
      params: z.object({ id: z.uuid() }),
      query: WaitQuery,
      answers: { 200: { description: 'Its standing', schema: PromotionStanding } },
    },
    async (c) => {
      const ctx = c.get('ctx');
      const id = c.req.param('id') ?? '';
      const until = Date.now() + waitSeconds(c.req.query('wait')) * 1000;
      let view = await readPromotion(ctx, id);
      const before = view.decision.outcome;
      while (
        view.decision.outcome === before &&
        before === 'pending' &&
        Date.now() < until &&
        !c.req.raw.signal.aborted
      ) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_AGAIN_MS, Math.max(0, until - Date.now()))));
        view = await readPromotion(ctx, id);
      }
      const { origin } = ctx.runtime;
      const body: PromotionStanding = {
        id: view.id,
        outcome: view.decision.outcome,
        review: view.reviewId === null ? null : { id: view.reviewId, url: reviewUrl(origin, view.reviewId) },
        decision: decisionBody(origin, view.decision, { decision: null, review: view.reviewId }),
      };
      return c.json(body, 200);
    },
  );
  return api;
}
