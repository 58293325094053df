import { requirePerson } from '#app/context.ts';
import { holds } from '#app/holds.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Tabs } from '#components/ui/tabs.tsx';

const PAGES = {
  people: 'People',
  teams: 'Teams',
  keys: 'Pipeline keys',
  webhooks: 'Webhooks',
  deliveries: 'Deliveries',
  account: 'My account',
  notices: 'My notices',
} as const;

const FOR_ADMINISTRATORS: ReadonlySet<string> = new Set(['webhooks', 'deliveries']);

export async function SettingsHeader({ current }: { current: keyof typeof PAGES }) {
  const { actor } = await requirePerson();
  const shown = Object.entries(PAGES).filter(
    ([page]) => !FOR_ADMINISTRATORS.has(page) || holds(actor, 'administrator'),
  );
  return (
    <>
      <PageHeader title="Settings" />
      <div className="mb-4">
        <Tabs
          label="Settings"
          tabs={shown.map(([page, label]) => ({
            href: `/settings/${page}`,
            label,
            current: page === current,
          }))}
        />
      </div>
    </>
  );
}
