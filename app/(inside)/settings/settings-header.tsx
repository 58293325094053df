import { PageHeader } from '#components/ui/page-header.tsx';
import { Tabs } from '#components/ui/tabs.tsx';

const PAGES = {
  people: 'People',
  teams: 'Teams',
  keys: 'Pipeline keys',
  account: 'My account',
  notices: 'My notices',
} as const;

export function SettingsHeader({ current }: { current: keyof typeof PAGES }) {
  return (
    <>
      <PageHeader title="Settings" />
      <div className="mb-4">
        <Tabs
          label="Settings"
          tabs={Object.entries(PAGES).map(([page, label]) => ({
            href: `/settings/${page}`,
            label,
            current: page === current,
          }))}
        />
      </div>
    </>
  );
}
