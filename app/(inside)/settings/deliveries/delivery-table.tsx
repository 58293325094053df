import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { DeliveryState, outcomeText } from '#components/gate/delivery-state.tsx';
import { noticeKindLabel } from '#components/gate/notice-kinds.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ActionsTh, Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { DeliveryView } from '#services/deliveries/list.ts';
import { replayAction } from './actions.ts';

/** What went out: state, how the attempts ended, when it is due again, and sending it again. */
export function DeliveryTable({
  rows,
  empty,
  to = true,
}: {
  rows: readonly DeliveryView[];
  empty: string;
  /** whether they go to different places, so that each has to say where */
  to?: boolean;
}) {
  if (rows.length === 0) {
    return (
      <EmptyState icon={Inbox} title="No deliveries">
        {empty}
      </EmptyState>
    );
  }
  return (
    <Table label="Deliveries" sticky>
      <thead>
        <tr>
          <Th>Made</Th>
          <Th>State</Th>
          <Th>What</Th>
          {to ? <Th>To</Th> : null}
          <Th className="w-full">Attempts</Th>
          <Th>Next</Th>
          <ActionsTh />
        </tr>
      </thead>
      <TBody>
        {rows.map((row) => (
          <DeliveryLine key={row.id} row={row} to={to} />
        ))}
      </TBody>
    </Table>
  );
}

function DeliveryLine({ row, to }: { row: DeliveryView; to: boolean }) {
  const [last, ...earlier] = row.attempts;
  return (
    <tr>
      <Td>
        <TimeText at={row.createdAt} />
      </Td>
      <Td>
        <DeliveryState state={row.state} />
      </Td>
      <Td className="whitespace-nowrap">
        {row.kind === 'test' ? 'Test message' : noticeKindLabel(row.kind)}
        <span className="text-ink-muted block font-mono text-xs">msg_{row.id.slice(-12)}</span>
      </Td>
      {to ? (
        <Td>
          {row.webhookId === null ? (
            <SafeText text={row.to} />
          ) : (
            <Link className="link" href={`/settings/webhooks/${row.webhookId}`}>
              <SafeText text={row.to} />
            </Link>
          )}
        </Td>
      ) : null}
      <Td className="min-w-56">
        {last ? (
          <>
            {outcomeText(last.outcome, last.status)}, <TimeText at={last.at} />
          </>
        ) : (
          <span className="text-ink-muted">none yet</span>
        )}
        {earlier.length > 0 ? (
          <details>
            <summary className="link cursor-pointer text-xs">{earlier.length} before it</summary>
            <ol className="text-ink-muted text-xs">
              {earlier.map((attempt) => (
                <li key={attempt.at.toISOString()}>
                  {outcomeText(attempt.outcome, attempt.status)}, <TimeText at={attempt.at} />, {attempt.milliseconds}{' '}
                  ms
                </li>
              ))}
            </ol>
          </details>
        ) : null}
      </Td>
      <Td>
        {row.nextAt === null ? (
          <span className="text-ink-muted">never</span>
        ) : (
          <TimeText at={row.nextAt} close="any moment" />
        )}
      </Td>
      <Td className="text-right">
        {row.state === 'pending' ? null : (
          <ActionForm action={replayAction}>
            <input type="hidden" name="id" value={row.id} />
            <Submit small variant="plain">
              {row.state === 'failed' ? 'Retry now' : 'Send again'}
              <span className="sr-only"> msg_{row.id.slice(-12)}</span>
            </Submit>
          </ActionForm>
        )}
      </Td>
    </tr>
  );
}
