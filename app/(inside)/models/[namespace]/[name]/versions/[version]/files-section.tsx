import { load } from '#app/context.ts';
import { hrefWith, one, type PageQuery } from '#app/page-query.ts';
import { byteSize } from '#components/gate/byte-size.ts';
import { DigestText } from '#components/gate/digest-text.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { FilterBar } from '#components/ui/filter-bar.tsx';
import { SearchBox } from '#components/ui/filter-fields.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { writeCursor } from '#services/paging.ts';
import type { VersionName } from '#services/versions/find-version.ts';
import { listFiles } from '#services/versions/list-files.ts';
import type { VersionView } from '#services/versions/read-version.ts';

const PAGE = 20;

/** The files behind the digest; a model with a hundred thousand of them is paged and searched on the server. */
export async function FilesSection({
  version,
  name,
  query,
  path,
}: {
  version: VersionView;
  name: VersionName;
  query: Awaited<PageQuery>;
  path: string;
}) {
  const { artifact } = version;
  const files = await load((ctx) =>
    listFiles(ctx, name, { q: one(query, 'file'), cursor: one(query, 'files'), limit: PAGE }),
  );
  const next = writeCursor(files.next);
  return (
    <Section id="files" title="Files" hint={`${artifact.fileCount} files, ${byteSize(artifact.byteCount)}`} flush>
      {artifact.fileCount > PAGE ? (
        <div className="border-line border-b px-4 pt-2">
          <FilterBar path={path} label="Find files">
            <SearchBox name="file" label="Part of a path" value={one(query, 'file')} />
            {one(query, 'environment') ? (
              <input type="hidden" name="environment" defaultValue={one(query, 'environment')} />
            ) : null}
          </FilterBar>
        </div>
      ) : null}
      <Table label="Files" sticky>
        <thead>
          <tr>
            <Th className="w-full">Path</Th>
            <Th className="text-right">Size</Th>
            <Th>SHA-256</Th>
          </tr>
        </thead>
        <TBody>
          {files.rows.map((file) => (
            <tr key={file.path}>
              <Td className="min-w-40 font-mono text-xs break-all">
                <SafeText text={file.path} />
              </Td>
              <Td className="text-right whitespace-nowrap tabular-nums">{byteSize(file.size)}</Td>
              <Td>
                <DigestText digest={`sha256:${file.sha256}`} />
              </Td>
            </tr>
          ))}
        </TBody>
      </Table>
      {files.rows.length === 0 ? <p className="text-ink-muted px-4 py-3 text-sm">No path contains that.</p> : null}
      <Pager
        firstHref={one(query, 'files') === undefined ? null : `${hrefWith(path, query, { files: null })}#files`}
        nextHref={next === null ? null : `${hrefWith(path, query, { files: next })}#files`}
      />
    </Section>
  );
}
