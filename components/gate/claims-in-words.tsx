import { KeyValues } from '#components/ui/key-values.tsx';
import type { PromotionClaims } from '#domain/token/claims.ts';
import { DigestText } from './digest-text.tsx';
import { SafeText } from './safe-text.tsx';
import { TimeText } from './time-text.tsx';

const counted = (list: readonly unknown[], noun: string) => `${list.length} ${noun}${list.length === 1 ? '' : 's'}`;

/** What a promotion token permits, in words; its text is for machines. */
export function ClaimsInWords({ claims }: { claims: PromotionClaims }) {
  const scope = [
    ...(claims.runtime.regions ?? []),
    ...(claims.runtime.exposure ? [`exposure ${claims.runtime.exposure}`] : []),
    ...(claims.runtime.dataClasses ?? []),
  ];
  return (
    <KeyValues
      rows={[
        ['Permits', <SafeText key="sub" text={`${claims.sub.replace(/^model:/, '')} in ${claims.env}`} />],
        ['Only these bytes', <DigestText key="digest" digest={claims.digest} />],
        ['Until', <TimeText key="exp" at={new Date(claims.exp * 1000)} style="absolute" />],
        ['Tier', claims.tier],
        ['Use case', claims.use_case],
        ['Scope', scope.length > 0 ? <SafeText key="scope" text={scope.join(', ')} /> : 'left open by the manifest'],
        [
          'Rests on',
          `${counted(claims.approvals, 'approval')}, ${counted(claims.exemptions, 'exemption')}, policy v${claims.policy.version}`,
        ],
        ['Asked by', claims.pipeline ?? 'a person'],
        ['Trial', claims.trial ? 'yes: only a trial trust file accepts it' : 'no'],
        ['In the ledger', `entry ${claims.log.index}`],
        [
          'Id',
          <span key="jti" className="font-mono text-xs">
            {claims.jti}
          </span>,
        ],
      ]}
    />
  );
}
