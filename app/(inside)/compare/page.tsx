import { ArrowLeftRight, GitCompare } from 'lucide-react';
import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { hrefWith, one, oneOf, type PageQuery } from '#app/page-query.ts';
import { ComparisonSections } from '#components/compare/comparison-sections.tsx';
import { Button, LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { Comparison } from '#domain/compare/versions.ts';
import { isServiceError } from '#services/errors.ts';
import { compare } from '#services/versions/compare.ts';
import { versionChoices } from '#services/versions/version-choices.ts';

export const metadata: Metadata = { title: 'Compare' };

const PATH = '/compare';

interface Shown {
  readonly comparison: Comparison | null;
  /** why there is none */
  readonly problem: string | null;
  readonly choices: readonly string[];
}

/** A name that leads nowhere is said beside the form it was typed into, and the form keeps it. */
function read(a: string | undefined, b: string | undefined, all: boolean): Promise<Shown> {
  return load(async (ctx): Promise<Shown> => {
    const choices = await versionChoices(ctx, [a, b]);
    if (a === undefined || b === undefined) return { comparison: null, problem: null, choices };
    try {
      return { comparison: await compare(ctx, { a, b }, all), problem: null, choices };
    } catch (error) {
      if (!isServiceError(error) || (error.code !== 'not-found' && error.code !== 'invalid')) throw error;
      return { comparison: null, problem: error.message, choices };
    }
  });
}

export default async function ComparePage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const [a, b] = [one(query, 'a'), one(query, 'b')];
  const all = oneOf(query, 'all', ['1']) === '1';
  const { comparison, problem, choices } = await read(a, b, all);
  return (
    <>
      <PageHeader title="Compare two versions" />
      <Picker a={a} b={b} all={all} choices={choices} />
      {problem ? <Notice tone="bad">{problem}.</Notice> : null}
      {comparison ? (
        <div className="grid gap-4">
          <Tabs
            label="What is shown"
            tabs={[
              { href: hrefWith(PATH, query, { all: null }), label: 'Only changes', current: !all },
              { href: hrefWith(PATH, query, { all: '1' }), label: 'Everything', current: all },
            ]}
          />
          {comparison.same ? <Notice tone="ok">Nothing differs between the two.</Notice> : null}
          <ComparisonSections comparison={comparison} all={all} allHref={hrefWith(PATH, query, { all: '1' })} />
        </div>
      ) : problem ? null : (
        <EmptyState icon={GitCompare} title="Two versions, side by side">
          Name any two, of one model or of two: manifest, use case, tier, data, metrics, lineage, files, evidence and
          requirements are compared.
        </EmptyState>
      )}
    </>
  );
}

function Picker({
  a,
  b,
  all,
  choices,
}: {
  a: string | undefined;
  b: string | undefined;
  all: boolean;
  choices: readonly string[];
}) {
  const swapped = hrefWith(PATH, {}, { a: b ?? null, b: a ?? null, all: all ? '1' : null });
  return (
    <search>
      <form action={PATH} aria-label="Versions to compare" className="mb-4 flex flex-wrap items-end gap-2">
        <RefBox name="a" label="Before" value={a} />
        <LinkButton href={swapped} variant="quiet" aria-label="Swap the two">
          <ArrowLeftRight aria-hidden className="size-4" />
        </LinkButton>
        <RefBox name="b" label="After" value={b} />
        {all ? <input type="hidden" name="all" value="1" /> : null}
        <Button type="submit" variant="primary">
          Compare
        </Button>
        <datalist id="versions">
          {choices.map((ref) => (
            <option key={ref} value={ref}>
              {ref}
            </option>
          ))}
        </datalist>
      </form>
    </search>
  );
}

function RefBox({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    // Other values are another page: the box shows what is compared, not what was typed on the page before.
    <label key={value ?? ''} className="min-w-0 flex-1 basis-56 text-xs">
      <span className="text-ink-muted block">{label}</span>
      <input
        name={name}
        list="versions"
        defaultValue={value ?? ''}
        placeholder="namespace/name@version"
        autoComplete="off"
        spellCheck={false}
        maxLength={400}
        className="control w-full font-mono"
      />
    </label>
  );
}
