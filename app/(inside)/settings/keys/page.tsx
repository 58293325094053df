import { Ban, CircleCheck, Clock, KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { load } from '#app/context.ts';
import { JoinATeam } from '#app/join-a-team.tsx';
import { one, type PageQuery, pagerLinks } from '#app/page-query.ts';
import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { ActionsTh, Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { type KeyRow, listKeys } from '#services/keys/list-keys.ts';
import { writeCursor } from '#services/paging.ts';
import { SettingsHeader } from '../settings-header.tsx';
import { revokeKeyAction } from './actions.ts';
import { CreateKey } from './create-key.tsx';

export const metadata: Metadata = { title: 'Pipeline keys' };

const LOOKS = {
  active: { tone: 'ok', icon: CircleCheck },
  expired: { tone: 'neutral', icon: Clock },
  revoked: { tone: 'bad', icon: Ban },
} as const satisfies Record<KeyRow['state'], object>;

export default async function KeysPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await searchParams;
  const { keys, actor } = await load(async (ctx) => ({
    keys: await listKeys(ctx, { cursor: one(query, 'cursor') }),
    actor: ctx.actor,
  }));
  const { teams } = actor;
  return (
    <>
      <SettingsHeader current="keys" />
      <Section
        title="Pipeline keys"
        flush
        hint="Of your teams, newest first"
        actions={teams.length > 0 ? <CreateKey teams={teams} /> : null}
      >
        {keys.rows.length === 0 ? (
          <EmptyState icon={KeyRound} title="No keys">
            {teams.length > 0 ? (
              'A pipeline needs one to register versions and to ask for promotion.'
            ) : (
              <>
                Keys belong to teams, and you are in none. <JoinATeam actor={actor} />
              </>
            )}
          </EmptyState>
        ) : (
          <Table label="Pipeline keys" sticky>
            <thead>
              <tr>
                <Th>Name</Th>
                <Th>State</Th>
                <Th>Begins with</Th>
                <Th>Team</Th>
                <Th>Models</Th>
                <Th>Environments</Th>
                <Th>Made by</Th>
                <Th>Last used</Th>
                <Th>Ends</Th>
                <ActionsTh />
              </tr>
            </thead>
            <TBody>
              {keys.rows.map((key) => (
                <KeyLine key={key.id} row={key} />
              ))}
            </TBody>
          </Table>
        )}
        <Pager {...pagerLinks('/settings/keys', query, writeCursor(keys.next))} />
      </Section>
    </>
  );
}

function KeyLine({ row }: { row: KeyRow }) {
  return (
    <tr>
      <Td className="font-medium">
        <SafeText text={row.name} />
      </Td>
      <Td>
        <Badge {...LOOKS[row.state]}>{row.state}</Badge>
      </Td>
      <Td className="font-mono text-xs">{row.prefix}…</Td>
      <Td>{row.team}</Td>
      <Td className="font-mono text-xs">{row.models.join(' ')}</Td>
      <Td>{row.environments.join(', ')}</Td>
      <Td>
        <SafeText text={row.maker} />
      </Td>
      <Td>{row.lastUsedAt ? <TimeText at={row.lastUsedAt} /> : <span className="text-ink-muted">never</span>}</Td>
      <Td>
        <TimeText at={row.expiresAt} />
      </Td>
      <Td className="text-right">
        {row.state === 'active' ? (
          <Dialog
            small
            open={
              <>
                Revoke<span className="sr-only"> {row.name}</span>
              </>
            }
            title="Revoke this key?"
            description="Pipelines that hold it are refused from their next request on. This cannot be undone."
          >
            <ActionForm action={revokeKeyAction}>
              <input type="hidden" name="id" value={row.id} />
              <Submit variant="danger">Revoke the key</Submit>
            </ActionForm>
          </Dialog>
        ) : null}
      </Td>
    </tr>
  );
}
