import { FilterBar } from '#components/ui/filter-bar.tsx';
import { FilterSelect, SearchBox } from '#components/ui/filter-fields.tsx';
import { TIERS } from '#domain/risk/tier.ts';
import { VERSION_STATES } from './version-state.tsx';

export interface RegisterFilterValues {
  readonly q: string | undefined;
  readonly tier: string | undefined;
  readonly owner: string | undefined;
  readonly useCase: string | undefined;
  readonly environment: string | undefined;
  readonly state: string | undefined;
  readonly classification: string | undefined;
}

const same = (names: readonly string[]) => names.map((name) => [name, name] as const);

export function RegisterFilters({ values, owners }: { values: RegisterFilterValues; owners: readonly string[] }) {
  return (
    <FilterBar path="/models" label="Filter the register">
      <SearchBox label="Name or digest" value={values.q} placeholder="credit/ or sha256:…" />
      <FilterSelect name="tier" label="Tier" value={values.tier} options={same(TIERS)} />
      <FilterSelect name="owner" label="Team" value={values.owner} options={same(owners)} />
      <FilterSelect name="state" label="State" value={values.state} options={same(VERSION_STATES)} />
      <SearchBox name="environment" label="Promoted to" value={values.environment} placeholder="production" />
      <SearchBox name="useCase" label="Use case" value={values.useCase} />
      <SearchBox name="classification" label="Tag" value={values.classification} />
    </FilterBar>
  );
}
