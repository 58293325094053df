'use client';
import { useContext } from 'react';
import { FormContext } from '#components/form/form-context.ts';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { type Choice, KIND_INFO, NOTICE_KINDS, type NoticeKind } from '#domain/notices/kinds.ts';

/** Kinds by channels, a box each; the boxes are named `product` and `mail` and carry the kind. */
export function NoticeChoices({ choices, mail }: { choices: Readonly<Record<NoticeKind, Choice>>; mail: boolean }) {
  const { state } = useContext(FormContext);
  return (
    <Table label="Where each kind reaches you" key={state.turn}>
      <thead>
        <tr>
          <Th className="w-full">Notice</Th>
          <Th>In the product</Th>
          <Th>By e-mail</Th>
        </tr>
      </thead>
      <TBody>
        {NOTICE_KINDS.map((kind) => {
          const { label, audience } = KIND_INFO[kind];
          return (
            <tr key={kind}>
              <Td>
                <span className="font-medium">{label}</span>
                <span className="text-ink-muted block">{audience}</span>
              </Td>
              <Td>
                <Box name="product" kind={kind} label={`${label}: in the product`} on={choices[kind].inProduct} />
              </Td>
              <Td>
                <Box name="mail" kind={kind} label={`${label}: by e-mail`} on={choices[kind].mail} off={!mail} />
              </Td>
            </tr>
          );
        })}
      </TBody>
    </Table>
  );
}

function Box({
  name,
  kind,
  label,
  on,
  off = false,
}: {
  name: string;
  kind: NoticeKind;
  label: string;
  on: boolean;
  off?: boolean;
}) {
  return (
    <label className="inline-flex min-h-6 min-w-6 cursor-pointer items-center">
      <span className="sr-only">{label}</span>
      <input
        type="checkbox"
        name={name}
        value={kind}
        defaultChecked={on}
        disabled={off}
        className="accent-accent-solid size-4"
      />
      {/* A disabled box is not sent; what was chosen must not be lost by it. */}
      {off && on ? <input type="hidden" name={name} value={kind} /> : null}
    </label>
  );
}
