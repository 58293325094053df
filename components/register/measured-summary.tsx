'use client';
import { byteSize } from '#components/gate/byte-size.ts';
import { DigestText } from '#components/gate/digest-text.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { isKept, type MeasuredArtifact } from './content.ts';

const SHOWN = 200;

/** What was measured: the digest, and every file with its size. */
export function MeasuredSummary({ measured }: { measured: MeasuredArtifact }) {
  const { name, digest, bytes, files, measuredBy, at, hints } = measured;
  return (
    <div className="space-y-3">
      {hints.map((hint) => (
        <Notice key={hint} tone="warn">
          {hint}
        </Notice>
      ))}
      <KeyValues
        rows={[
          ['Digest', <DigestText key="digest" digest={digest} full />],
          ['Measured', <Measured key="measured" name={name} by={measuredBy} at={at} />],
          ['Size', `${byteSize(bytes)} in ${files.length} file${files.length === 1 ? '' : 's'}`],
        ]}
      />
      {isKept(measured) ? null : (
        <Notice tone="warn">
          The list of {files.length} files is too long for the draft and stays in this tab. After a reload, choose the
          folder again.
        </Notice>
      )}
      <details>
        <summary className="link w-fit cursor-pointer text-sm">Files</summary>
        <div className="mt-2 max-h-96 overflow-y-auto">
          <Table label="Files that were measured">
            <thead>
              <tr>
                <Th className="w-full">Path</Th>
                <Th>Size</Th>
                <Th>SHA-256</Th>
              </tr>
            </thead>
            <TBody>
              {files.slice(0, SHOWN).map(({ path, size, sha256 }) => (
                <tr key={path}>
                  <Td className="break-all">
                    <SafeText text={path} />
                  </Td>
                  <Td className="whitespace-nowrap tabular-nums">{byteSize(size)}</Td>
                  <Td className="font-mono text-xs">{sha256.slice(0, 12)}…</Td>
                </tr>
              ))}
            </TBody>
          </Table>
          {files.length > SHOWN ? (
            <p className="text-ink-muted px-3 py-2 text-sm">
              The first {SHOWN} of {files.length} files.
            </p>
          ) : null}
        </div>
      </details>
    </div>
  );
}

function Measured({ name, by, at }: { name: string; by: MeasuredArtifact['measuredBy']; at: string }) {
  return (
    <span>
      {by === 'browser' ? 'in this browser' : 'by the command line'}
      {at === '' ? null : (
        <>
          , <TimeText at={at} />
        </>
      )}
      {name === '' ? null : (
        <>
          , from <SafeText text={name} />
        </>
      )}
    </span>
  );
}
