import Link from 'next/link';
import { LinkButton } from '#components/ui/button.tsx';
import { exemptionPath } from '#domain/gate/exemption-path.ts';
import type { Requirement } from '#domain/gate/requirements.ts';
import { isNeverWaivable } from '#domain/policy/invariants.ts';

/** For what version and environment a requirement is shown, to somebody who may ask for an exemption. */
export interface AskFor {
  readonly ref: string;
  readonly environment: string;
}

/** The way from a requirement to its exemption: the one that waives it, or where one is asked for. */
export function ExemptionLink({ requirement, ask }: { requirement: Requirement; ask: AskFor | null }) {
  const { id, status, exemption } = requirement;
  if (exemption !== null) {
    return (
      <Link prefetch={false} className="link text-xs" href={`/exemptions/${exemption}`}>
        The exemption
      </Link>
    );
  }
  if (ask === null || status === 'met' || id.startsWith('approval:')) return null;
  if (isNeverWaivable(id)) return <span className="text-ink-muted text-xs">No exemption can waive this.</span>;
  return (
    <Link prefetch={false} className="link text-xs" href={exemptionPath({ ...ask, requirement: id })}>
      Ask for an exemption
    </Link>
  );
}

/** Renewing is asking again: the same page, and another decision. */
export function RenewLink({ of }: { of: AskFor & { readonly requirement: string } }) {
  return (
    <LinkButton small href={exemptionPath(of)}>
      Renew
    </LinkButton>
  );
}
