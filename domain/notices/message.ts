/**
 * A notice in words, and where it leads. Written from codes and pseudonyms when somebody looks, so nothing here can hold
 * what was erased; a message links and never decides.
 */
import { requirementName } from '#domain/gate/requirement-name.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import type { NoticeContent } from './kinds.ts';

export interface Message {
  /** one line without personal data: also the subject of the mail */
  readonly title: string;
  readonly detail: string;
  /** path in the product */
  readonly path: string;
}

const VERDICTS = { approve: 'Approved', 'request-changes': 'Changes requested', reject: 'Rejected' } as const;

const GRANTS = { grant: 'granted', refuse: 'rejected', withdraw: 'withdrawn' } as const;

const VOIDED: Readonly<Record<string, string>> = {
  withdrawn: 'The person who gave it took it back.',
  'content-changed': 'What it was given on has changed: read the difference and decide again.',
  'not-standing': 'The person who gave it no longer holds the role, or was disabled.',
  'too-old': 'It is older than the policy lets an approval be.',
  'role-ended': 'The role it was given in has ended.',
  'team-member': 'The person who gave it belongs to the owning team now.',
  committed: 'The person who gave it turned out to have committed to the version.',
  'policy-author': 'The person who gave it wrote the policy shortly before.',
  'not-use-case-owner': 'The person who gave it no longer owns the use case.',
  'step-up': 'The policy now asks for a fresh sign-in before approving.',
};

function versionPath(ref: string): string {
  const parsed = parseVersionRef(ref);
  if (!parsed) return '/models';
  const [namespace = '', name = ''] = parsed.model.split('/');
  return `/models/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}/versions/${encodeURIComponent(parsed.version)}`;
}

export function messageOf({ kind, data }: NoticeContent): Message {
  switch (kind) {
    case 'review.requested':
      return {
        title: `Review requested: ${data.ref} for ${data.environment}`,
        detail: 'It needs an approval that you could give.',
        path: `/reviews/${data.review}`,
      };
    case 'review.decided':
      return {
        title: `${VERDICTS[data.verdict]}: ${data.ref} for ${data.environment}`,
        detail:
          data.verdict === 'approve'
            ? 'One approval was given. The review says what is still missing, if anything.'
            : 'The reason is with the review.',
        path: `/reviews/${data.review}`,
      };
    case 'review.voided':
      return {
        title: `Approval no longer counts: ${data.ref} for ${data.environment}`,
        detail: VOIDED[data.reason] ?? 'The review says why.',
        path: `/reviews/${data.review}`,
      };
    case 'review.commented':
      return {
        title: `Comment on the review of ${data.ref} for ${data.environment}`,
        detail: 'It is with the review.',
        path: `/reviews/${data.review}`,
      };
    case 'use-case.submitted':
      return {
        title: `Use case to decide: ${data.slug} v${data.version}`,
        detail: 'It needs a risk reviewer outside the owning team.',
        path: `/use-cases/${encodeURIComponent(data.slug)}`,
      };
    case 'use-case.decided':
      return {
        title: `Use case ${data.verdict === 'approve' ? 'approved' : 'rejected'}: ${data.slug} v${data.version}`,
        detail: data.verdict === 'approve' ? 'Versions may be promoted for it.' : 'The reason is with the use case.',
        path: `/use-cases/${encodeURIComponent(data.slug)}`,
      };
    case 'exemption.requested':
      return {
        title: `Exemption requested: ${requirementName(data.requirement)}, ${data.ref} in ${data.environment}`,
        detail: 'It waits for somebody with a role like yours.',
        path: `/exemptions/${data.exemption}`,
      };
    case 'exemption.decided':
      return {
        title: `Exemption ${GRANTS[data.verdict]}: ${requirementName(data.requirement)}, ${data.ref} in ${data.environment}`,
        detail:
          data.verdict === 'grant'
            ? 'The requirement is waived until its end.'
            : data.verdict === 'refuse'
              ? 'The reason is with the exemption.'
              : 'Where it was in force, the requirement is unmet from now on and tokens that rested on it are revoked.',
        path: `/exemptions/${data.exemption}`,
      };
    case 'exemption.ending':
      return {
        title: `Exemption ${data.days === 0 ? 'ended' : `ends within ${data.days} days`}: ${requirementName(data.requirement)}, ${data.ref} in ${data.environment}`,
        detail:
          data.days === 0
            ? 'The requirement is unmet again.'
            : 'Meet the requirement before then, or ask for a renewal.',
        path: `/exemptions/${data.exemption}`,
      };
    case 'token.production':
      return {
        title: `Token issued: ${data.ref} for ${data.environment}`,
        detail: 'A pipeline or person may now deploy it there until the token ends.',
        path: versionPath(data.ref),
      };
    case 'retrain.seen':
      return {
        title: `Retrain seen: ${data.ref}`,
        detail: 'A pipeline registered other bytes than the approved ones. The gate is closed for them until reviewed.',
        path: versionPath(data.ref),
      };
  }
}
