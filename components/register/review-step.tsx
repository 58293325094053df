'use client';
import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { StatusMark } from '#components/gate/status-mark.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { TierReasons } from '#components/gate/tier-reasons.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Requirement } from '#domain/gate/requirements.ts';
import type { TierReason } from '#domain/risk/compute-tier.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { postPreview, type Refused } from './draft-client.ts';
import { FieldGroup, StepFrame } from './step-frame.tsx';
import { useWizard } from './wizard-context.ts';

interface Environment {
  readonly name: string;
  readonly gated: boolean;
  readonly requirements: readonly (Requirement & { readonly waivable: boolean })[];
}

/** What the server's rehearsal answers (services/versions/preview.ts). */
export interface PreviewAnswer {
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  readonly refusal: { readonly message: string } | null;
  readonly outcome: {
    readonly result: 'created' | 'revised' | 'unchanged';
    readonly tier: Tier;
    readonly reasons: readonly TierReason[];
    readonly environments: readonly Environment[];
  } | null;
}

type Shown = { readonly asked: string; readonly answer: ({ ok: true } & PreviewAnswer) | Refused } | null;

/** Asks the server once what is to be sent has stood still for a moment; an older question is dropped. */
function usePreview(body: object): { shown: Shown; current: boolean } {
  const [shown, setShown] = useState<Shown>(null);
  const asked = JSON.stringify(body);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      postPreview<PreviewAnswer>(JSON.parse(asked), controller.signal).then(
        (answer) => setShown({ asked, answer }),
        () => undefined,
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked]);
  return { shown, current: shown?.asked === asked };
}

const RESULT = {
  created: 'A new version.',
  revised:
    'This version is registered with another manifest: registering makes the next revision of it, and approvals of the earlier one are void.',
  unchanged: 'This version is registered exactly so already: registering again changes nothing.',
} as const;

export function ReviewStep({ body, onRegister, pending }: { body: object; onRegister: () => void; pending: boolean }) {
  const { problems, questions } = useWizard();
  const { shown, current } = usePreview(body);
  const answer = shown?.answer;
  return (
    <StepFrame
      title="Review"
      lead="The tier that follows, and what stands between this version and each environment. Computed by the gate itself; nothing is registered yet."
    >
      <div aria-live="polite" aria-busy={!current} className="grid gap-4">
        {answer === undefined ? (
          <p className="text-ink-muted flex items-center gap-2">
            <LoaderCircle aria-hidden className="size-4 animate-spin" />
            Asking the gate…
          </p>
        ) : !answer.ok ? (
          <Notice tone="warn">{answer.message}. The preview is missing; the form is kept.</Notice>
        ) : answer.refusal ? (
          <Notice tone="bad">
            <SafeText text={answer.refusal.message} />
          </Notice>
        ) : answer.outcome ? (
          <Outcome outcome={answer.outcome} />
        ) : (
          <Notice tone="unknown">The tier is shown once the problems above are put right.</Notice>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" onClick={onRegister} disabled={pending} aria-busy={pending}>
          {pending ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
          Register
        </Button>
        <p className="text-ink-muted text-sm">
          {problems.length > 0
            ? 'Not possible yet: see the problems above.'
            : questions.length > 0
              ? `${questions.length === 1 ? 'One question stays' : `${questions.length} questions stay`} in the manifest as comments. Who registers a version cannot approve it.`
              : 'Who registers a version cannot approve it.'}
        </p>
      </div>
    </StepFrame>
  );
}

function Outcome({
  outcome: { result, tier, reasons, environments },
}: {
  outcome: NonNullable<PreviewAnswer['outcome']>;
}) {
  return (
    <>
      <FieldGroup
        title={
          <span className="inline-flex items-center gap-2">
            Computed tier <TierBadge tier={tier} />
          </span>
        }
        hint={RESULT[result]}
      >
        <TierReasons reasons={reasons} />
      </FieldGroup>
      {environments.map((environment) => (
        <EnvironmentPreview key={environment.name} environment={environment} />
      ))}
    </>
  );
}

function EnvironmentPreview({ environment: { name, gated, requirements } }: { environment: Environment }) {
  const approvals = requirements.filter(({ id }) => id.startsWith('approval:'));
  const open = requirements.filter(
    ({ id, status }) => !id.startsWith('approval:') && id !== 'registered' && status !== 'met' && status !== 'waived',
  );
  return (
    <FieldGroup title={name} hint={gated ? undefined : 'Not gated: registered is enough.'}>
      {gated ? (
        <Part title="Approvals it will need">
          {approvals.length === 0 ? (
            <p className="text-ink-muted text-sm">None.</p>
          ) : (
            <ul className="list-disc space-y-0.5 pl-5 text-sm">
              {approvals.map(({ id }) => (
                <li key={id}>{requirementLabel(id)}</li>
              ))}
            </ul>
          )}
        </Part>
      ) : null}
      {open.length === 0 ? (
        <p className="text-ink-muted text-sm">Nothing else is missing.</p>
      ) : (
        <Part title="Still missing">
          <ul className="divide-line divide-y text-sm">
            {open.map(({ id, status, reason, waivable }) => (
              <li key={id} className="py-1.5">
                <span className="flex items-start justify-between gap-2">
                  <span>{requirementLabel(id)}</span>
                  <StatusMark status={status} />
                </span>
                <span className="text-ink-muted block">
                  <SafeText text={reason} />
                  {waivable ? ' An exemption can cover it for a time.' : ''}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </FieldGroup>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h4 className="mb-1 text-sm font-medium">{title}</h4>
      {children}
    </div>
  );
}
