'use server';
import { formAction } from '#app/action.ts';
import type { GateAnswer } from '#components/gate/gate-answer.tsx';
import { attachEvidence } from '#services/evidence/attach.ts';
import { requestPromotion } from '#services/promotions/request.ts';
import { revokeToken } from '#services/tokens/revoke.ts';

/** The same question that a pipeline asks; a token is in the answer once and kept nowhere in readable form. */
export const askGateAction = formAction({
  act: async (ctx, fields): Promise<GateAnswer> => {
    const { decision, reviewId, token } = await requestPromotion(ctx, {
      model: fields.text('model'),
      version: fields.text('version'),
      environment: fields.text('environment'),
    });
    return { outcome: decision.outcome, requirements: decision.requirements, reviewId, token };
  },
});

export const attachEvidenceAction = formAction({
  act: async (ctx, fields) => {
    const file = fields.file('file');
    return attachEvidence(ctx, {
      ref: fields.text('ref'),
      type: fields.text('type'),
      fileName: file?.name ?? 'evidence',
      ...(file?.type ? { mediaType: file.type } : {}),
      ...(fields.optional('producer') === null ? {} : { producer: fields.text('producer') }),
      bytes: new Uint8Array(file ? await file.arrayBuffer() : []),
    });
  },
  fieldOf: ({ path }) => (path === '/bytes' ? 'file' : path.slice(1)),
  done: ({ summary, created }) => (created ? `Attached: ${summary}` : 'The same evidence was attached already.'),
});

export const revokeTokenAction = formAction({
  act: (ctx, fields) => revokeToken(ctx, { jti: fields.text('jti'), reason: fields.text('reason') }),
});
