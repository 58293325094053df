import Link from 'next/link';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { OutcomeMark } from '#components/gate/status-mark.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { Section } from '#components/ui/section.tsx';
import type { EnvironmentView, VersionView } from '#services/versions/read-version.ts';

/**
 * What stands between an experiment and each environment that is gated. The sandbox asks for nothing beforehand, and its
 * token opens nothing else.
 */
export function LeavingSandbox({ version }: { version: VersionView }) {
  const gated = version.environments.filter((environment) => environment.gated);
  return (
    <Section title="Leaving the sandbox" hint="A sandbox token opens nothing else">
      <ul className="divide-line divide-y text-sm">
        {gated.map((environment) => (
          <li key={environment.name} className="py-2">
            <p className="flex flex-wrap items-center gap-2">
              <Link
                className="link font-medium"
                href={`${versionHref(version)}?environment=${encodeURIComponent(environment.name)}`}
              >
                {environment.name}
              </Link>
              <OutcomeMark outcome={environment.decision.outcome} />
            </p>
            <Missing environment={environment} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Missing({ environment: { decision } }: { environment: EnvironmentView }) {
  const open = decision.requirements.filter(({ status }) => status === 'unmet' || status === 'unknown');
  if (open.length === 0) return <p className="text-ink-muted">Nothing is missing.</p>;
  return (
    <>
      <p className="text-ink-muted">Missing:</p>
      <ul className="list-disc pl-5">
        {open.map(({ id }) => (
          <li key={id}>{requirementLabel(id)}</li>
        ))}
      </ul>
    </>
  );
}
