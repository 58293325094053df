import type { Metadata } from 'next';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, type PageQuery } from '#app/page-query.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField, TextField } from '#components/form/text-field.tsx';
import { ReasonText } from '#components/gate/reason-text.tsx';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { StatusMark } from '#components/gate/status-mark.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { VersionRef, versionHref } from '#components/gate/version-ref.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Section } from '#components/ui/section.tsx';
import { type Prospect, readProspect } from '#services/exemptions/prospect.ts';
import { requestExemptionAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Ask for an exemption' };

export default async function AskPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const prospect = await load((ctx) =>
    readProspect(ctx, {
      ref: one(query, 'ref') ?? '',
      environment: one(query, 'environment') ?? '',
      requirement: one(query, 'requirement') ?? '',
    }),
  );
  return (
    <>
      <PageHeader
        above={<Breadcrumbs crumbs={[{ href: '/exemptions', label: 'Exemptions' }]} />}
        title="Ask for an exemption"
        lead="It leaves this one requirement unmet, for this version in this environment, until a date. It is decided by people who could approve the version."
      />
      <div className="grid items-start gap-4 lg:grid-cols-[5fr_3fr]">
        {prospect.waiting ? (
          <Notice>
            One has been asked for already and waits for a decision.{' '}
            <Link className="font-medium underline underline-offset-2" href={`/exemptions/${prospect.waiting}`}>
              Open it
            </Link>
          </Notice>
        ) : prospect.refusal ? (
          <div className="space-y-3">
            <Notice tone="warn">
              <ReasonText text={prospect.refusal} />.
            </Notice>
            <LinkButton href={`${versionHref(prospect)}?environment=${encodeURIComponent(prospect.environment)}`}>
              Back to the version
            </LinkButton>
          </div>
        ) : (
          <AskForm prospect={prospect} />
        )}
        <What prospect={prospect} />
      </div>
    </>
  );
}

function AskForm({ prospect }: { prospect: Prospect }) {
  const { terms, renews } = prospect;
  return (
    <Section
      title={renews ? 'The renewal' : 'The request'}
      hint={renews ? 'Begins with the words of the one before' : undefined}
    >
      <ActionForm action={requestExemptionAction} className="space-y-3">
        <input type="hidden" name="ref" value={prospect.ref} />
        <input type="hidden" name="environment" value={prospect.environment} />
        <input type="hidden" name="requirement" value={prospect.requirement} />
        <TextAreaField
          name="reason"
          label="Why it cannot be met now"
          hint="Who decides reads this first"
          maxLength={5000}
          defaultValue={renews?.reason ?? ''}
          required
        />
        <TextAreaField
          name="control"
          label="Compensating control"
          hint="What is done instead while it is unmet, such as a person who reads every answer"
          maxLength={5000}
          defaultValue={renews?.control ?? ''}
          required
        />
        <TextField
          name="ticket"
          label="Ticket (optional)"
          hint="Its number or https address"
          autoComplete="off"
          maxLength={500}
          defaultValue={renews?.ticket ?? ''}
        />
        <TextField
          name="until"
          label="Last day (UTC)"
          type="date"
          min={prospect.tomorrow}
          max={prospect.lastDay}
          hint={`At most ${terms.days} days at this tier, from approval: ${prospect.lastDay} at the latest`}
          required
        />
        <Submit>Ask for the exemption</Submit>
      </ActionForm>
    </Section>
  );
}

function What({ prospect }: { prospect: Prospect }) {
  const { asked, terms } = prospect;
  const roles = terms.capacities.map((capacity) => roleLabel(capacity).toLowerCase()).join(', ');
  return (
    <Section title="What it is about">
      <KeyValues
        rows={[
          ['Requirement', <SafeText key="requirement" text={requirementLabel(prospect.requirement)} />],
          ['Now', asked ? <StatusMark key="status" status={asked.status} /> : 'not asked'],
          ['Because', asked ? <ReasonText key="reason" text={asked.reason} /> : null],
          ['Version', <VersionRef key="version" model={prospect.model} version={prospect.version} />],
          ['Environment', <SafeText key="environment" text={prospect.environment} />],
          [
            'Renews',
            prospect.renews ? (
              <Link key="renews" className="link" href={`/exemptions/${prospect.renews.id}`}>
                the one before
              </Link>
            ) : null,
          ],
          ['Tier', <TierBadge key="tier" tier={prospect.tier} />],
          [
            'Decided by',
            roles === '' ? null : `${terms.approvers === 1 ? 'one of' : `${terms.approvers} people of`}: ${roles}`,
          ],
        ]}
      />
    </Section>
  );
}
