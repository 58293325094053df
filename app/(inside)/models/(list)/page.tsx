import { Boxes, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { hrefToggling, hrefWith, one, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { PeekDrawer } from '#components/gate/peek-drawer.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ChosenFacets } from '#components/ui/facets.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect, SearchBox } from '#components/ui/filter-fields.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { writeCursor } from '#services/paging.ts';
import { countFacets } from '#services/versions/count-facets.ts';
import { listModels } from '#services/versions/list-models.ts';
import { listViews } from '#services/views/list.ts';
import { FacetPanel } from './facet-panel.tsx';
import { ModelTable } from './model-table.tsx';
import { PeekPanel } from './peek-panel.tsx';
import { chosenValues, FACET_TITLES, filterText, REGISTER_PATH, registerFilter } from './register-query.ts';
import { SavedViews } from './saved-views.tsx';

export const metadata: Metadata = { title: 'Register' };

const SORTS = [
  ['newest', 'Newest first'],
  ['tier', 'Highest tier first'],
] as const;

export default async function RegisterPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const filter = registerFilter(query);
  const { models, counts, views } = await load(async (ctx) => {
    const [models, counts, views] = await Promise.all([
      listModels(ctx, { ...filter, cursor: one(query, 'cursor') }),
      countFacets(ctx, filter),
      listViews(ctx),
    ]);
    return { models, counts, views };
  });
  const chosen = chosenValues(filter);
  const filtered = chosen.length > 0 || filter.q !== undefined;
  const clearHref = filter.sort === undefined ? REGISTER_PATH : `${REGISTER_PATH}?sort=${filter.sort}`;
  const peeked = one(query, 'peek');
  const register = (
    <LinkButton variant="primary" href="/models/register">
      Register a version
    </LinkButton>
  );
  if (!filtered && counts.total === 0) {
    return (
      <>
        <PageHeader title="Register" actions={register} />
        <Section title="Models">
          <EmptyState icon={Boxes} title="No models yet" action={register}>
            A pipeline registers with <code>countersign register</code>; a person can do it here.
          </EmptyState>
        </Section>
      </>
    );
  }
  return (
    <>
      <PageHeader title="Register" actions={register} />
      <FilterBar
        path={REGISTER_PATH}
        label="Search the register"
        keep={chosen.map(({ facet, value }) => [facet, value] as const)}
      >
        <SearchBox
          label="Name, description, use case or digest"
          value={filter.q}
          placeholder="credit limit, or sha256:…"
        />
        <FilterSelect name="sort" label="Order" value={filter.sort} options={SORTS} any="By name" />
      </FilterBar>
      <SavedViews views={views} current={filterText(filter)} />
      <ChosenFacets
        clearHref={clearHref}
        chosen={[
          ...(filter.q === undefined
            ? []
            : [
                { label: `“${filter.q}”`, href: hrefWith(REGISTER_PATH, query, { q: null, cursor: null, peek: null }) },
              ]),
          ...chosen.map(({ facet, value }) => ({
            label: `${FACET_TITLES[facet]}: ${value}`,
            href: hrefToggling(REGISTER_PATH, query, facet, value),
          })),
        ]}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[12.5rem_1fr]">
        <aside aria-label="Filters" className="max-lg:hidden">
          <FacetPanel counts={counts} filter={filter} query={query} />
        </aside>
        <details className="border-line bg-raised rounded-lg border lg:hidden">
          <summary className="cursor-pointer px-3 py-2 font-medium">
            Filters{chosen.length > 0 ? ` (${chosen.length})` : ''}
          </summary>
          <div className="p-2">
            <FacetPanel counts={counts} filter={filter} query={query} />
          </div>
        </details>
        <Section
          title="Models"
          hint={`${counts.total.toLocaleString('en')} ${filtered ? (counts.total === 1 ? 'matches' : 'match') : 'in all'}, with their newest version`}
          flush
        >
          {models.rows.length === 0 ? (
            <EmptyState
              icon={SearchX}
              title="Nothing matches"
              action={<LinkButton href={clearHref}>Clear filters</LinkButton>}
            >
              No model has all of what is chosen above.
            </EmptyState>
          ) : (
            <ModelTable rows={models.rows} query={query} />
          )}
          <Pager {...pagerLinks(REGISTER_PATH, query, writeCursor(models.next))} />
        </Section>
      </div>
      {peeked === undefined ? null : (
        <PeekDrawer name={peeked} names={models.rows.map(({ model }) => model)}>
          <PeekPanel name={peeked} />
        </PeekDrawer>
      )}
    </>
  );
}
