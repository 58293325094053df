/** Declared lineage as rows: an edge a parent, linked to the registered version of that name wherever there is one. */
import { and, eq, isNull, or } from 'drizzle-orm';
import { lineageEdge, model, version } from '#db/schema/register.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { newId } from '../ids.ts';
import type { Tx } from '../transact.ts';

interface Registered {
  readonly id: string;
  readonly digest: string;
}

/** The registered ones among these refs; external bases and unknown versions are not in the map. */
async function findParents(tx: Tx, refs: readonly string[]): Promise<ReadonlyMap<string, Registered>> {
  const wanted = refs.flatMap((text) => {
    const ref = parseVersionRef(text);
    const [namespace, name] = ref?.model.split('/') ?? [];
    return ref && namespace !== undefined && name !== undefined ? [{ namespace, name, version: ref.version }] : [];
  });
  if (wanted.length === 0) return new Map();
  const rows = await tx.db
    .select({
      id: version.id,
      digest: version.artifactDigest,
      namespace: model.namespace,
      name: model.name,
      version: version.version,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(
      or(
        ...wanted.map((one) =>
          and(eq(model.namespace, one.namespace), eq(model.name, one.name), eq(version.version, one.version)),
        ),
      ),
    );
  return new Map(rows.map((row) => [`${row.namespace}/${row.name}@${row.version}`, row]));
}

/** Records what one revision of a manifest declares. */
export async function recordLineage(
  tx: Tx,
  childId: string,
  revision: number,
  lineage: Manifest['lineage'],
): Promise<void> {
  if (!Array.isArray(lineage)) return;
  const parents = await findParents(
    tx,
    lineage.map(({ parent }) => parent),
  );
  await tx.db.insert(lineageEdge).values(
    lineage.map(({ relation, parent }) => ({
      id: newId(tx.now),
      childId,
      revision,
      relation,
      parent,
      parentId: parents.get(parent)?.id ?? null,
      parentDigest: parents.get(parent)?.digest ?? null,
    })),
  );
}

/** A base that is registered after its children: their edges lead to it from now on. Returns the children. */
export async function adoptChildren(tx: Tx, ref: string, parent: Registered): Promise<readonly string[]> {
  const rows = await tx.db
    .update(lineageEdge)
    .set({ parentId: parent.id, parentDigest: parent.digest })
    .where(and(eq(lineageEdge.parent, ref), isNull(lineageEdge.parentId)))
    .returning({ childId: lineageEdge.childId });
  return rows.map(({ childId }) => childId);
}
