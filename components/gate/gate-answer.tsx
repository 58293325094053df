'use client';
import Link from 'next/link';
import { useContext } from 'react';
import { FormContext } from '#components/form/form-context.ts';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Outcome } from '#domain/gate/decide.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import { ClaimsInWords } from './claims-in-words.tsx';
import { Countdown } from './countdown.tsx';
import { requirementLabel } from './requirement-labels.ts';

/** What the gate said to the form around it. */
export interface GateAnswer {
  readonly outcome: Outcome;
  readonly requirements: readonly Requirement[];
  readonly reviewId: string | null;
  readonly token: { readonly text: string; readonly claims: PromotionClaims } | null;
}

/** The answer in place: the token, the review that it waits for, or what stands in the way. */
export function GateAnswerView() {
  const { state } = useContext(FormContext);
  if (state.status !== 'done') return null;
  const answer = state.value as GateAnswer;
  if (answer.token) return <IssuedToken text={answer.token.text} claims={answer.token.claims} />;
  if (answer.outcome === 'pending') {
    return (
      <Notice tone="warn" live>
        Waiting for approval.{' '}
        {answer.reviewId ? (
          <Link className="underline underline-offset-2" href={`/reviews/${answer.reviewId}`}>
            Open the review
          </Link>
        ) : null}
      </Notice>
    );
  }
  const open = answer.requirements.filter(({ status }) => status === 'unmet' || status === 'unknown');
  return (
    <Notice tone="bad" live>
      The gate says no:{' '}
      {open.map(({ id }) => requirementLabel(id).toLowerCase()).join(', ') || 'the review was rejected'}.
    </Notice>
  );
}

function IssuedToken({ text, claims }: { text: string; claims: PromotionClaims }) {
  const file = 'promotion.jwt';
  const snippet = [
    `cat > ${file}    # paste the token, then Ctrl-D`,
    `countersign trust fetch --server ${claims.iss} -o trust.json`,
    `countersign verify ${file} --artifact ./model --env ${claims.env} --trust trust.json`,
  ].join('\n');
  return (
    <div className="border-ok mt-3 space-y-3 rounded-md border p-3">
      <Notice tone="ok" live>
        Promotion token issued. It is shown this once, and ends in{' '}
        <Countdown until={new Date(claims.exp * 1000)} ended="no time: it has expired" />.
      </Notice>
      <CodeBlock label="promotion token" text={text} wrap />
      <ClaimsInWords claims={claims} />
      <CodeBlock label="commands" text={snippet} />
    </div>
  );
}
