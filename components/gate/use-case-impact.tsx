'use client';
import { useEffect, useRef, useState } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import type { TierInput } from '#domain/risk/compute-tier.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import { rankOf, type Tier } from '#domain/risk/tier.ts';
import { SafeText } from './safe-text.tsx';
import { TierBadge } from './tier-badge.tsx';

interface Resting {
  readonly versions: number;
  readonly reviews: { readonly open: number; readonly approved: number };
  readonly approvals: number;
  readonly tokens: readonly { readonly environment: string; readonly count: number }[];
  readonly first: readonly {
    readonly model: string;
    readonly version: string;
    readonly tier: Tier;
    readonly input: Omit<TierInput, 'facts'>;
  }[];
}

export interface UseCaseBefore {
  readonly facts: UseCaseFacts;
  readonly tags: readonly string[];
}

interface Outlook {
  readonly worse: boolean;
  readonly moved: readonly { readonly ref: string; readonly from: Tier; readonly to: Tier }[];
}

const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/** The answers as the form around stands now; null while one is missing. */
function read(form: HTMLFormElement, before: UseCaseBefore): UseCaseBefore | null {
  const data = new FormData(form);
  const facts = Object.fromEntries(Object.keys(before.facts).map((name) => [name, data.get(`facts.${name}`)]));
  if (Object.values(facts).some((answer) => answer === null)) return null;
  const tags = String(data.get('tags') ?? '')
    .split(/[\s,]+/)
    .filter((tag) => tag !== '');
  return { facts: facts as unknown as UseCaseFacts, tags };
}

/** What submitting the form around would do to what rests on the use case: computed as the answers change. */
export function UseCaseImpact({ resting, before }: { resting: Resting; before: UseCaseBefore }) {
  const place = useRef<HTMLDivElement>(null);
  const [outlook, setOutlook] = useState<Outlook>({ worse: false, moved: [] });
  useEffect(() => {
    const form = place.current?.closest('form');
    if (!form) return;
    const look = async () => {
      const now = read(form, before);
      if (!now) return;
      // The rules of the tier are read in when somebody changes an answer, and not with every page.
      const [{ computeTier }, { gotWorse }] = await Promise.all([
        import('#domain/risk/compute-tier.ts'),
        import('#domain/risk/use-case-changes.ts'),
      ]);
      const moved = resting.first.flatMap(({ model, version, tier, input }) => {
        const tags = [...input.tags, ...now.tags.map((tag) => ({ tag, on: 'The use case' }))];
        const to = computeTier({ ...input, facts: now.facts, tags }).tier;
        return to === tier ? [] : [{ ref: `${model}@${version}`, from: tier, to }];
      });
      setOutlook({ worse: gotWorse(before, now) || moved.some(({ from, to }) => higher(to, from)), moved });
    };
    const changed = () => void look();
    form.addEventListener('change', changed);
    return () => form.removeEventListener('change', changed);
  }, [resting, before]);
  const live = resting.tokens.reduce((sum, { count }) => sum + count, 0);
  const { open, approved } = resting.reviews;
  return (
    <div ref={place} aria-live="polite">
      {resting.versions === 0 ? (
        <Notice>No version in use rests on it yet: nothing becomes void.</Notice>
      ) : (
        <Notice tone="warn">
          <p className="font-medium">What submitting does</p>
          <ul className="mt-1 list-disc space-y-1 pl-4">
            <li>
              {counted(resting.versions, 'version')} in use {resting.versions === 1 ? 'rests' : 'rest'} on it, with{' '}
              {counted(open, 'open review')} and {approved} approved.
            </li>
            <li>
              {resting.approvals === 0
                ? 'No approval becomes void.'
                : `${counted(resting.approvals, 'approval')} become${resting.approvals === 1 ? 's' : ''} void and ${resting.approvals === 1 ? 'has' : 'have'} to be given again, once a risk reviewer has approved the new version.`}
            </li>
            <li>
              {live === 0
                ? 'No live token rests on it.'
                : outlook.worse
                  ? `${counted(live, 'live token')} end${live === 1 ? 's' : ''} at once, because an answer got worse.`
                  : `${counted(live, 'live token')} run${live === 1 ? 's' : ''} out by ${live === 1 ? 'itself' : 'themselves'}, within the hour; an answer that gets worse ends ${live === 1 ? 'it' : 'them'} at once.`}
            </li>
            <li>
              {outlook.moved.length === 0
                ? 'No tier changes with these answers.'
                : `The tier changes for ${outlook.moved.length} of ${resting.first.length === resting.versions ? '' : `the newest ${resting.first.length} of `}${counted(resting.versions, 'version')}:`}
              {outlook.moved.length > 0 ? (
                <ul className="mt-1 space-y-1">
                  {outlook.moved.map(({ ref, from, to }) => (
                    <li key={ref} className="flex flex-wrap items-center gap-1.5">
                      <SafeText text={ref} /> <TierBadge tier={from} /> to <TierBadge tier={to} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          </ul>
        </Notice>
      )}
    </div>
  );
}

const higher = (a: Tier, b: Tier) => rankOf(a) > rankOf(b);
