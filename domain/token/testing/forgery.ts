/** Test material only: an issuer, a token of its that is good, and the code and words with which a forgery is refused. */
import { sha256 } from '#domain/artifact/digest.ts';
import { verifyPromotionToken } from '../verify.ts';
import { type Issuer, makeIssuer, NOW, promotionClaims, signParts } from './mint.ts';

export const expected = { digest: sha256('artifact'), env: 'production' };

export type Refused = readonly [code: string, message: string] | 'ACCEPTED' | 'UNDECIDED';

export interface Forgery {
  readonly issuer: Issuer;
  readonly statusList: string;
  readonly good: string;
  /** of the good token */
  readonly header: { readonly alg: string; readonly typ: string; readonly kid: string };
  /** signs with the pinned key */
  signed(header: unknown, claims?: unknown): Promise<string>;
  refusal(token: string): Promise<Refused>;
}

export async function makeForgery(): Promise<Forgery> {
  const issuer = await makeIssuer();
  const statusList = await issuer.statusListToken();
  return {
    issuer,
    statusList,
    good: await issuer.promotionToken(),
    header: { alg: 'ES256', typ: 'promotion+jwt', kid: issuer.promotion.publicKey.kid },
    signed: (header, claims = promotionClaims()) => signParts(issuer.promotion, header, claims),
    refusal: async (token) => {
      const now = new Date(NOW * 1000);
      const verdict = await verifyPromotionToken({ token, trust: issuer.trust, expected, statusList, now });
      if (verdict.verified) return 'ACCEPTED';
      return verdict.undecided ? 'UNDECIDED' : [verdict.code, verdict.message];
    },
  };
}
