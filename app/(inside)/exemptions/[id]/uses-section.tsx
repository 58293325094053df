import { type PageQuery, pagerLinks } from '#app/page-query.ts';
import { PersonName } from '#components/gate/person-name.tsx';
import { OutcomeMark } from '#components/gate/status-mark.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { TokenState } from '#components/gate/token-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { ExemptionUse } from '#services/exemptions/uses.ts';
import { type Page, writeCursor } from '#services/paging.ts';

/** Every decision of the gate that it waived something in, and the token that came of it. */
export function UsesSection({
  uses,
  path,
  query,
}: {
  uses: Page<ExemptionUse>;
  path: string;
  query: Awaited<PageQuery>;
}) {
  return (
    <Section title="What used it" hint="Decisions of the gate, newest first" flush>
      {uses.rows.length === 0 ? (
        <p className="text-ink-muted px-4 py-3 text-sm">No decision has rested on it.</p>
      ) : (
        <Table label="Decisions that used it">
          <thead>
            <tr>
              <Th>Decided</Th>
              <Th>Answer</Th>
              <Th>Asked by</Th>
              <Th>Token</Th>
              <Th className="text-right">Entry</Th>
            </tr>
          </thead>
          <TBody>
            {uses.rows.map((use) => (
              <tr key={use.decisionId}>
                <Td>
                  <TimeText at={use.decidedAt} style="absolute" />
                </Td>
                <Td>
                  <OutcomeMark outcome={use.outcome} />
                </Td>
                <Td>
                  <PersonName name={use.askedBy} />
                </Td>
                <Td title={use.token?.jti}>
                  {use.token ? (
                    <TokenState expiresAt={use.token.expiresAt.toISOString()} revoked={use.token.revokedAt !== null} />
                  ) : (
                    <span className="text-ink-muted">none</span>
                  )}
                </Td>
                <Td className="text-right">
                  {use.token ? (
                    <a className="link tabular-nums" href={`/ledger?entry=${use.token.ledgerIndex}`}>
                      {use.token.ledgerIndex}
                    </a>
                  ) : null}
                </Td>
              </tr>
            ))}
          </TBody>
        </Table>
      )}
      <Pager {...pagerLinks(path, query, writeCursor(uses.next))} />
    </Section>
  );
}
