import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { load } from '#app/context.ts';
import { one, pagerLinks } from '#app/page-query.ts';
import { PersonName } from '#components/gate/person-name.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { TokenState } from '#components/gate/token-state.tsx';
import { versionHref } from '#components/gate/version-ref.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import { listTokensOfModel } from '#services/tokens/list-of-model.ts';
import type { TabProps } from './page.tsx';

export async function TokensTab({ glance: { model }, namespace, name, path, query }: TabProps) {
  const tokens = await load((ctx) => listTokensOfModel(ctx, namespace, name, { cursor: one(query, 'cursor') }));
  return (
    <Section title="Promotion tokens" hint="Of every version, newest first; their text is kept nowhere" flush>
      {tokens.rows.length === 0 ? (
        <EmptyState icon={KeyRound} title="No tokens">
          The gate issues one when everything that it asks for is there.
        </EmptyState>
      ) : (
        <Table label="Promotion tokens" sticky>
          <thead>
            <tr>
              <Th className="w-full">Version</Th>
              <Th>Environment</Th>
              <Th>State</Th>
              <Th>Issued</Th>
              <Th>Ends</Th>
              <Th>Asked by</Th>
              <Th className="text-right">Entry</Th>
            </tr>
          </thead>
          <TBody>
            {tokens.rows.map((token) => (
              <tr key={token.jti}>
                <Td className="min-w-32 font-medium [overflow-wrap:anywhere]">
                  <Link
                    prefetch={false}
                    className="link"
                    title={token.jti}
                    href={versionHref({ model, version: token.version })}
                  >
                    <SafeText text={token.version} />
                  </Link>
                </Td>
                <Td>{token.environment}</Td>
                <Td>
                  <TokenState expiresAt={token.expiresAt.toISOString()} revoked={token.revokedAt !== null} />
                </Td>
                <Td>
                  <TimeText at={token.issuedAt} />
                </Td>
                <Td>
                  <TimeText at={token.revokedAt ?? token.expiresAt} />
                </Td>
                <Td>
                  <PersonName name={token.requestedBy} />
                </Td>
                <Td className="text-right">
                  <a className="link tabular-nums" href={`/ledger?entry=${token.ledgerIndex}`}>
                    {token.ledgerIndex}
                  </a>
                </Td>
              </tr>
            ))}
          </TBody>
        </Table>
      )}
      <Pager {...pagerLinks(path, query, writeCursor(tokens.next))} />
    </Section>
  );
}
