import { CalendarClock } from 'lucide-react';
import { load } from '#app/context.ts';
import { one, pagerLinks } from '#app/page-query.ts';
import { ExemptionTable } from '#components/gate/exemption-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { listExemptions } from '#services/exemptions/list.ts';
import { writeCursor } from '#services/paging.ts';
import type { TabProps } from './page.tsx';

export async function ExemptionsTab({ namespace, name, path, query }: TabProps) {
  const exemptions = await load((ctx) =>
    listExemptions(ctx, { model: `${namespace}/${name}`, cursor: one(query, 'cursor') }),
  );
  return (
    <Section title="Exemptions" hint="Of every version, newest first" flush>
      {exemptions.rows.length === 0 ? (
        <EmptyState icon={CalendarClock} title="No exemptions">
          One is asked for from the requirement that is unmet, on the version’s page.
        </EmptyState>
      ) : (
        <ExemptionTable rows={exemptions.rows} label="Exemptions" />
      )}
      <Pager {...pagerLinks(path, query, writeCursor(exemptions.next))} />
    </Section>
  );
}
