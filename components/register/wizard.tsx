'use client';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { hrefOf } from './address.ts';
import { unnamedDraft } from './start.ts';
import { stepOf } from './steps.ts';
import { WizardForm, type WizardProps } from './wizard-form.tsx';

/** The form, once the address names the draft that it is about. */
export function Wizard(props: WizardProps) {
  const params = useSearchParams();
  const router = useRouter();
  const { email } = props.choices;
  const [unnamed] = useState(() => unnamedDraft(new URLSearchParams(params), email));
  const waits = unnamed !== null && !params.has('draft');
  useEffect(() => {
    if (waits) router.replace(hrefOf(stepOf(params.get('step')), unnamed));
  }, [waits, unnamed, params, router]);
  return waits ? <TableSkeleton /> : <WizardForm {...props} />;
}
