'use client';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { QueueKeys } from './queue-keys.tsx';
import { type QueuePage, queueQuery } from './queue-query.ts';
import { QueueTable } from './queue-table.tsx';

interface Props {
  readonly query: string;
  readonly shown: QueuePage;
  readonly label: string;
  readonly shortcuts: boolean;
  /** in place of the table when nothing waits */
  readonly empty: ReactNode;
}

/** The queue of the address, kept up to date while it is open. */
export function QueueLive(props: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <Rows key={props.query} {...props} />
    </QueryClientProvider>
  );
}

function Rows({ query, shown, label, shortcuts, empty }: Props) {
  const { data, isError } = useQuery(queueQuery(query, shown));
  return (
    <>
      <div className="border-line flex flex-wrap items-center gap-3 border-b px-3 py-1">
        <p className="text-ink-muted text-xs" role="status">
          {isError ? 'Cannot be refreshed just now; this is how it was.' : 'Kept up to date while it is open.'}
        </p>
        <QueueKeys initial={shortcuts} />
      </div>
      {data.rows.length === 0 ? empty : <QueueTable rows={data.rows} label={label} />}
    </>
  );
}
