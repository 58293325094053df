import { ActionForm } from '#components/form/action-form.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { TokenState } from '#components/gate/token-state.tsx';
import { WhileLive } from '#components/gate/while-live.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Section } from '#components/ui/section.tsx';
import { ActionsTh, Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { TokenRow } from '#services/versions/read-version.ts';
import { revokeTokenAction } from './actions.ts';

export function TokensSection({ tokens }: { tokens: readonly TokenRow[] }) {
  if (tokens.length === 0) return null;
  return (
    <Section title="Promotion tokens" hint="The newest 20; their text is kept nowhere" flush>
      <Table label="Promotion tokens">
        <thead>
          <tr>
            <Th>Environment</Th>
            <Th>State</Th>
            <Th>Issued</Th>
            <Th>Ends</Th>
            <Th>Asked by</Th>
            <Th className="text-right">Entry</Th>
            <ActionsTh />
          </tr>
        </thead>
        <TBody>
          {tokens.map((token) => (
            <tr key={token.jti}>
              <Td title={token.jti}>{token.environment}</Td>
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
                <SafeText text={token.requestedBy} />
              </Td>
              <Td className="text-right">
                <a className="link tabular-nums" href={`/ledger?entry=${token.ledgerIndex}`}>
                  {token.ledgerIndex}
                </a>
              </Td>
              <Td className="text-right">
                {token.revokedAt || !token.mayRevoke ? null : (
                  <WhileLive until={token.expiresAt.toISOString()}>
                    <Revoke jti={token.jti} />
                  </WhileLive>
                )}
              </Td>
            </tr>
          ))}
        </TBody>
      </Table>
    </Section>
  );
}

function Revoke({ jti }: { jti: string }) {
  return (
    <Dialog
      small
      open="Revoke"
      title="Revoke this token?"
      description="Verifiers refuse it as soon as they fetch the status list. This cannot be undone."
    >
      <ActionForm action={revokeTokenAction} className="space-y-3">
        <input type="hidden" name="jti" value={jti} />
        <TextField name="reason" label="Reason" autoComplete="off" required />
        <Submit variant="danger">Revoke the token</Submit>
      </ActionForm>
    </Dialog>
  );
}
