/** Declared lineage around a version, a generation a query, up to a depth and a number of nodes. */
import { and, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { lineageEdge, model, version } from '#db/schema/register.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';
import { type VersionName, versionId } from './find-version.ts';

const MAX_NODES = 500;
const MAX_DEPTH = 20;

export interface LineageNode {
  readonly ref: string;
  readonly kind: 'version' | 'external';
  readonly tier: Tier | null;
  readonly state: 'active' | 'retired' | 'revoked' | null;
  readonly digest: string | null;
}

export interface Lineage {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly { readonly child: string; readonly parent: string; readonly relation: string }[];
  readonly truncated: boolean;
}

export type Direction = 'parents' | 'children' | 'both';

interface Step {
  readonly childId: string;
  readonly parentId: string | null;
  readonly child: string;
  readonly parent: string;
  readonly relation: string;
}

async function step(db: Reader, ids: readonly string[], direction: 'parents' | 'children'): Promise<Step[]> {
  const childModel = alias(model, 'child_model');
  const rows = await db
    .select({
      childId: lineageEdge.childId,
      parentId: lineageEdge.parentId,
      namespace: childModel.namespace,
      name: childModel.name,
      version: version.version,
      parent: lineageEdge.parent,
      relation: lineageEdge.relation,
    })
    .from(lineageEdge)
    .innerJoin(version, and(eq(version.id, lineageEdge.childId), eq(version.revision, lineageEdge.revision)))
    .innerJoin(childModel, eq(childModel.id, version.modelId))
    .where(inArray(direction === 'parents' ? lineageEdge.childId : lineageEdge.parentId, [...ids]))
    .limit(MAX_NODES + 1);
  return rows.map((row) => ({ ...row, child: `${row.namespace}/${row.name}@${row.version}` }));
}

async function describe(db: Reader, ids: readonly string[]): Promise<LineageNode[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      namespace: model.namespace,
      name: model.name,
      version: version.version,
      tier: version.tier,
      state: version.state,
      digest: version.artifactDigest,
    })
    .from(version)
    .innerJoin(model, eq(model.id, version.modelId))
    .where(inArray(version.id, [...ids]));
  return rows.map(({ namespace, name, version: own, tier, state, digest }) => ({
    ref: `${namespace}/${name}@${own}`,
    kind: 'version',
    tier,
    state,
    digest,
  }));
}

export async function readLineage(
  ctx: Ctx,
  name: VersionName,
  options: { readonly direction: Direction; readonly depth: number },
): Promise<Lineage> {
  return query(ctx, 'register.read', thing(`${name.namespace}/${name.name}@${name.version}`), async (db) => {
    const root = await versionId(db, name);
    const seen = new Set([root]);
    const edges = new Map<string, Lineage['edges'][number]>();
    const absent = new Set<string>();
    let truncated = false;
    for (const direction of ['parents', 'children'] as const) {
      if (options.direction !== 'both' && options.direction !== direction) continue;
      let generation: string[] = [root];
      for (let depth = 0; generation.length > 0; depth++) {
        if (depth >= Math.min(options.depth, MAX_DEPTH) || seen.size > MAX_NODES) {
          truncated ||= (await step(db, generation, direction)).length > 0;
          break;
        }
        const steps = await step(db, generation, direction);
        generation = [];
        for (const { childId, parentId, child, parent, relation } of steps) {
          edges.set(`${child} ${relation} ${parent}`, { child, parent, relation });
          const next = direction === 'parents' ? parentId : childId;
          if (next === null) absent.add(parent);
          else if (!seen.has(next)) {
            seen.add(next);
            generation.push(next);
          }
        }
      }
    }
    const external = [...absent].map(
      (ref): LineageNode => ({
        ref,
        kind: ref.startsWith('hf:') ? 'external' : 'version',
        tier: null,
        state: null,
        digest: null,
      }),
    );
    return { nodes: [...(await describe(db, [...seen])), ...external], edges: [...edges.values()], truncated };
  });
}
