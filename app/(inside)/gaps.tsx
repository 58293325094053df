import { KeyRound, TriangleAlert, UserRoundX, UsersRound } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { PersonName } from '#components/gate/person-name.tsx';
import { requirementLabel } from '#components/gate/requirement-labels.ts';
import { roleLabels } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Section } from '#components/ui/section.tsx';
import type { Gaps } from '#services/people/list-gaps.ts';

interface Line {
  readonly key: string;
  readonly icon: typeof KeyRound;
  readonly href: string;
  readonly to: string;
  readonly says: ReactNode;
}

function linesOf({ teams, vacant, roles, keys }: Gaps): Line[] {
  return [
    ...vacant.map((slot) => ({
      key: `vacant ${slot.join(' ')}`,
      icon: UserRoundX,
      href: '/settings/people',
      to: 'Give the role',
      says: (
        <>
          The policy asks for <b>{requirementLabel(`approval:${slot.join('|')}`).toLowerCase()}</b>, and nobody holds a
          role for it. What needs it cannot be approved.
        </>
      ),
    })),
    ...teams.map(({ slug, name }) => ({
      key: `team ${slug}`,
      icon: UsersRound,
      href: '/settings/teams',
      to: 'Set somebody',
      says: (
        <>
          Nobody answers for the team <SafeText text={name} />, so “owner known” is unmet for its models.
        </>
      ),
    })),
    ...roles.map(({ name, role, expiresAt }) => ({
      key: `role ${name} ${role} ${expiresAt.getTime()}`,
      icon: TriangleAlert,
      href: '/settings/people',
      to: 'Renew it',
      says: (
        <>
          <PersonName name={name} /> is {roleLabels([role]).join('')} only until{' '}
          <TimeText at={expiresAt} style="absolute" />.
        </>
      ),
    })),
    ...keys.map(({ name, team, expiresAt }) => ({
      key: `key ${name} ${expiresAt.getTime()}`,
      icon: KeyRound,
      href: '/settings/keys',
      to: 'Keys',
      says: (
        <>
          The pipeline key <SafeText text={name} /> of {team} ends <TimeText at={expiresAt} />.
        </>
      ),
    })),
  ];
}

/** What stands still, or soon will, unless an administrator does something. */
export function GapsSection({ gaps }: { gaps: Gaps }) {
  const lines = linesOf(gaps);
  if (lines.length === 0) return null;
  return (
    <Section title="For the administrator" hint="Roles that end within 30 days, keys within 14">
      <ul className="divide-line divide-y text-sm">
        {lines.map(({ key, icon: Icon, href, to, says }) => (
          <li key={key} className="flex items-start gap-2 py-1.5">
            <Icon aria-hidden className="text-warn mt-0.5 size-4 shrink-0" />
            <span className="min-w-0 [overflow-wrap:anywhere]">{says}</span>
            <Link prefetch={false} className="link ml-auto shrink-0" href={href}>
              {to}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
