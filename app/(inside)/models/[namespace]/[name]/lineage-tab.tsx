import Link from 'next/link';
import { load } from '#app/context.ts';
import { one } from '#app/page-query.ts';
import { DigestText } from '#components/gate/digest-text.tsx';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TierBadge } from '#components/gate/tier-badge.tsx';
import { modelHref, versionHref } from '#components/gate/version-ref.tsx';
import { VersionStateMark } from '#components/gate/version-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { Table, TBody, Td, Th } from '#components/ui/table.tsx';
import { type Lineage, type LineageNode, readLineage } from '#services/versions/read-lineage.ts';
import type { TabProps } from './page.tsx';

interface Hop {
  readonly ref: string;
  readonly relation: string;
  readonly node: LineageNode | undefined;
}

function hops({ nodes, edges }: Lineage, ref: string, side: 'parents' | 'children'): Hop[] {
  const [here, there] = side === 'parents' ? (['child', 'parent'] as const) : (['parent', 'child'] as const);
  return edges
    .filter((edge) => edge[here] === ref)
    .map((edge) => ({
      ref: edge[there],
      relation: edge.relation,
      node: nodes.find((node) => node.ref === edge[there]),
    }));
}

/** Declared lineage one hop each way; every registered neighbour leads one hop on. */
export async function LineageTab({ glance: { model, newest }, namespace, name, query }: TabProps) {
  const version = one(query, 'version') ?? newest.version;
  const ref = `${model}@${version}`;
  const lineage = await load((ctx) => readLineage(ctx, { namespace, name, version }, { direction: 'both', depth: 1 }));
  return (
    <div className="grid gap-4">
      <Section
        title={
          <>
            Made from: <SafeText text={ref} />
          </>
        }
        hint={version === newest.version ? 'The newest version, as its manifest declares' : 'As its manifest declares'}
        flush
      >
        <HopTable label="Made from" hops={hops(lineage, ref, 'parents')} none="From scratch, as declared." />
      </Section>
      <Section title="What was made from it" hint="Restrictions flow down to these" flush>
        <HopTable
          label="What was made from it"
          hops={hops(lineage, ref, 'children')}
          none="Nothing that is registered."
        />
      </Section>
      {lineage.truncated ? (
        <Notice>There is more beyond the first hop. Follow a neighbour to see its own.</Notice>
      ) : null}
    </div>
  );
}

function HopTable({ label, hops: rows, none }: { label: string; hops: readonly Hop[]; none: string }) {
  if (rows.length === 0) return <p className="text-ink-muted px-4 py-3 text-sm">{none}</p>;
  return (
    <Table label={label} sticky>
      <thead>
        <tr>
          <Th className="w-full">Version</Th>
          <Th>Relation</Th>
          <Th>Tier</Th>
          <Th>State</Th>
          <Th>Digest</Th>
        </tr>
      </thead>
      <TBody>
        {rows.map((hop) => (
          <HopLine key={`${hop.relation} ${hop.ref}`} hop={hop} />
        ))}
      </TBody>
    </Table>
  );
}

function HopLine({ hop: { ref, relation, node } }: { hop: Hop }) {
  const [of = '', version = ''] = ref.split('@', 2);
  const registered = node?.kind === 'version' && node.digest !== null;
  return (
    <tr>
      <Td className="min-w-48 font-medium [overflow-wrap:anywhere]">
        {registered ? (
          <>
            <Link prefetch={false} className="link" href={versionHref({ model: of, version })}>
              <SafeText text={ref} />
            </Link>{' '}
            <Link
              prefetch={false}
              className="link text-sm font-normal"
              href={`${modelHref(of)}?tab=lineage&version=${encodeURIComponent(version)}`}
            >
              its lineage
            </Link>
          </>
        ) : (
          <SafeText text={ref} />
        )}
      </Td>
      <Td>{relation}</Td>
      <Td>{node?.tier ? <TierBadge tier={node.tier} /> : <span className="text-ink-muted">unknown</span>}</Td>
      <Td>
        {registered && node.state ? (
          node.state === 'active' ? (
            'active'
          ) : (
            <VersionStateMark state={node.state} retrain={false} />
          )
        ) : (
          <span className="text-ink-muted">{ref.startsWith('hf:') ? 'outside the register' : 'not registered'}</span>
        )}
      </Td>
      <Td>{node?.digest ? <DigestText digest={node.digest} /> : null}</Td>
    </tr>
  );
}
