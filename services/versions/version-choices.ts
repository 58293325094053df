/** Versions to pick from, for the models that are named already: the newest of each. */
import { and, desc, eq, or } from 'drizzle-orm';
import { model, version } from '#db/schema/register.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { query } from '../transact.ts';

const CHOICES = 60;

/** @param near refs or beginnings of refs; what names no model offers nothing */
export async function versionChoices(ctx: Ctx, near: readonly (string | undefined)[]): Promise<string[]> {
  return query(ctx, 'register.read', thing('versions'), async (db) => {
    const models = [...new Set(near.flatMap((text) => parseVersionRef(text ?? '')?.model ?? []))];
    if (models.length === 0) return [];
    const rows = await db
      .select({ namespace: model.namespace, name: model.name, version: version.version })
      .from(version)
      .innerJoin(model, eq(model.id, version.modelId))
      .where(
        or(
          ...models.map((full) => {
            const [namespace = '', name = ''] = full.split('/');
            return and(eq(model.namespace, namespace), eq(model.name, name));
          }),
        ),
      )
      .orderBy(desc(version.registeredAt), desc(version.id))
      .limit(CHOICES);
    return rows.map((row) => `${row.namespace}/${row.name}@${row.version}`);
  });
}
