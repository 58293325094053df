import { hrefToggling, type PageQuery } from '#app/page-query.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { FacetGroup } from '#components/ui/facets.tsx';
import type { FacetCounts, FacetValue } from '#services/versions/count-facets.ts';
import type { ModelRequest } from '#services/versions/list-models.ts';
import { FACETS, type Facet } from '#services/versions/register-filter.ts';
import { FACET_TITLES, REGISTER_PATH, STATES, TIER_NAMES } from './register-query.ts';

/** Names that have an order of their own stand in it; all others by how many there are. */
const ORDERED: Readonly<Partial<Record<Facet, readonly string[]>>> = { tier: TIER_NAMES, state: STATES };

function inOrder(facet: Facet, lines: readonly FacetValue[]): readonly FacetValue[] {
  const order = ORDERED[facet];
  return order ? lines.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value)) : lines;
}

/** Everything that the register can be narrowed down by, with how many models each choice would leave. */
export function FacetPanel({
  counts,
  filter,
  query,
}: {
  counts: FacetCounts;
  filter: ModelRequest;
  query: Awaited<PageQuery>;
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-3 lg:grid-cols-1">
      {FACETS.map((facet) => {
        const chosen: readonly string[] = filter[facet] ?? [];
        const counted = counts.facets[facet];
        // What is chosen and matches nothing any more still has to be there to be taken back.
        const gone = chosen.filter((value) => !counted.some((line) => line.value === value));
        return (
          <FacetGroup
            key={facet}
            title={FACET_TITLES[facet]}
            lines={inOrder(facet, [...counted, ...gone.map((value) => ({ value, count: 0 }))]).map(
              ({ value, count }) => ({
                value,
                label: <SafeText text={value} />,
                count,
                chosen: chosen.includes(value),
                href: hrefToggling(REGISTER_PATH, query, facet, value),
              }),
            )}
          />
        );
      })}
    </div>
  );
}
