import { DigestText } from '#components/gate/digest-text.tsx';
import { LongText } from '#components/gate/long-text.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import type { Entry } from '#domain/compare/entry.ts';
import { ChangeMark } from './change-mark.tsx';

/** Entries of a comparison. On a narrow screen what was and what is stand under the name instead of beside it. */
export function EntryTable({
  entries,
  label,
  nameOf,
}: {
  entries: readonly Entry[];
  label: string;
  /** what an entry is called, where its label is a code, which then stands below */
  nameOf?: (name: string) => string;
}) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th className="w-px">Change</Th>
          <Th className="max-sm:w-full sm:w-1/3">What</Th>
          <Th className="w-1/3 max-sm:hidden">Before</Th>
          <Th className="w-1/3 max-sm:hidden">After</Th>
        </tr>
      </thead>
      <TBody>
        {entries.map((entry) => (
          <tr key={`${entry.change} ${entry.label} ${entry.before ?? ''}`}>
            <Td>
              <ChangeMark change={entry.change} />
            </Td>
            <Td className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-medium">
                <ValueText text={nameOf?.(entry.label) ?? entry.label} />
              </span>
              {nameOf ? (
                <span className="text-ink-muted block font-mono text-xs max-sm:hidden">{entry.label}</span>
              ) : null}
              <Metric entry={entry} />
              <div className="space-y-1 sm:hidden">
                <Side entry={entry} side="before" named />
                <Side entry={entry} side="after" named />
              </div>
            </Td>
            <Td className="max-sm:hidden">
              <Side entry={entry} side="before" />
            </Td>
            <Td className="max-sm:hidden">
              <Side entry={entry} side="after" />
            </Td>
          </tr>
        ))}
      </TBody>
    </Table>
  );
}

/** A digest by itself, after what kind of thing it is of, or before a size: files and evidence are compared so. */
const DIGEST = /^([a-z-]+ )?(?:sha256:)?([0-9a-f]{64})(?: ([0-9]+) B)?$/;

/** That two digests differ is said beside them: here they are short enough for a narrow screen, and whole on demand. */
function ValueText({ text }: { text: string }) {
  const [, kind = '', hex, size] = DIGEST.exec(text) ?? [];
  if (hex === undefined) return <LongText text={text} />;
  return (
    <>
      {kind}
      <DigestText digest={`sha256:${hex}`} />
      {size === undefined ? null : <span className="whitespace-nowrap"> {size} B</span>}
    </>
  );
}

function Side({ entry, side, named = false }: { entry: Entry; side: 'before' | 'after'; named?: boolean }) {
  const value = entry[side];
  const changed = entry.change !== 'same' && entry.before !== entry.after;
  if (value === null) return <span className="text-ink-muted text-xs">{named ? `${side}: none` : 'none'}</span>;
  const tone = !changed ? '' : side === 'before' ? 'bg-sunken' : 'bg-accent-soft';
  return (
    <div className="text-sm">
      {named ? <span className="text-ink-muted text-xs">{side}: </span> : null}
      <div className={`inline-block max-w-full rounded-sm px-1 ${tone}`}>
        <ValueText text={value} />
      </div>
      {entry.fields.map((field) => (
        <div key={field.name} className="mt-1 text-xs">
          <span className="text-ink-muted">{field.name}: </span>
          {field[side] === null ? <span className="text-ink-muted">none</span> : <LongText text={field[side]} />}
        </div>
      ))}
    </div>
  );
}

function Metric({ entry: { metric } }: { entry: Entry }) {
  if (!metric) return null;
  const { delta, threshold, reached } = metric;
  const said = reached.after ?? reached.before;
  return (
    <span className="text-ink-muted block text-xs">
      {delta ? `${delta > 0 ? 'up' : 'down'} ${Math.abs(delta)}` : null}
      {delta && threshold ? ' · ' : null}
      {threshold ? (
        <>
          policy asks {threshold}:{' '}
          <span className={said ? 'text-ok' : 'text-bad'}>{said ? 'reached' : 'not reached'}</span>
        </>
      ) : null}
    </span>
  );
}
