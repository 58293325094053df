'use client';
import dynamic from 'next/dynamic';
import type { WizardProps } from '#components/register/wizard-form.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';

/** The wizard and the rules it checks by come on demand: they are no part of what the page needs to be seen. */
const Wizard = dynamic(async () => (await import('#components/register/wizard.tsx')).Wizard, {
  ssr: false,
  loading: () => <TableSkeleton />,
});

export function WizardLoader(props: WizardProps) {
  return <Wizard {...props} />;
}
