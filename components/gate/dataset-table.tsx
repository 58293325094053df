import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { DataFact } from '#domain/gate/facts.ts';
import { DigestText } from './digest-text.tsx';
import { SafeText } from './safe-text.tsx';

const absent = <span className="text-unknown">not stated</span>;

/** The datasets of a manifest with their provenance; what is missing is said. */
export function DatasetTable({ rows }: { rows: readonly DataFact[] }) {
  return (
    <Table label="Datasets" sticky>
      <thead>
        <tr>
          <Th>Dataset</Th>
          <Th>Tags</Th>
          <Th>Licence</Th>
          <Th>Digest</Th>
          <Th className="w-full">Where it is</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map(({ name, classification, license, digest, uri }, index) => (
          // Nothing keeps two datasets from having one name.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <Td className="min-w-44 font-medium [overflow-wrap:anywhere]">
              <SafeText text={name} />
            </Td>
            <Td>{classification.length > 0 ? classification.join(', ') : absent}</Td>
            <Td>{license ? <SafeText text={license} /> : absent}</Td>
            <Td>{digest ? <DigestText digest={digest} /> : absent}</Td>
            {/* Text and no link: where a manifest points is not ours to send people. */}
            <Td className="min-w-48 break-all">{uri ? <SafeText text={uri} /> : absent}</Td>
          </tr>
        ))}
      </TBody>
    </Table>
  );
}
