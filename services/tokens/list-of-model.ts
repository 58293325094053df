/** The promotion tokens of a model's versions, newest first by keyset; never their text, which is kept nowhere. */
import { and, desc, eq, lt } from 'drizzle-orm';
import { token } from '#db/schema/gate.ts';
import { version } from '#db/schema/register.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { actorNames } from '../ledger/events.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { findModel } from '../versions/find-model.ts';

export interface ModelToken {
  readonly jti: string;
  readonly version: string;
  readonly environment: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly ledgerIndex: number;
  readonly requestedBy: string;
}

export async function listTokensOfModel(
  ctx: Ctx,
  namespace: string,
  name: string,
  request: PageRequest = {},
): Promise<Page<ModelToken>> {
  return query(ctx, 'register.read', thing(`${namespace}/${name}`), async (db) => {
    const { id } = await findModel(db, namespace, name);
    const { limit, after } = pageOf(request, 1);
    const rows = await db
      .select({
        jti: token.jti,
        version: version.version,
        environment: token.environment,
        issuedAt: token.issuedAt,
        expiresAt: token.expiresAt,
        revokedAt: token.revokedAt,
        ledgerIndex: token.ledgerIndex,
        requestedBy: token.requestedBy,
      })
      .from(token)
      .innerJoin(version, eq(version.id, token.versionId))
      .where(and(eq(version.modelId, id), after ? lt(token.ledgerIndex, Number(after[0])) : undefined))
      .orderBy(desc(token.ledgerIndex))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const names = await actorNames(
      db,
      shown.map(({ requestedBy }) => requestedBy),
    );
    const last = shown.at(-1);
    return {
      rows: shown.map((row) => ({ ...row, requestedBy: names.get(row.requestedBy) ?? row.requestedBy })),
      next: rows.length > limit && last ? [String(last.ledgerIndex)] : null,
    };
  });
}
