/** Every decision that an exemption waived something in, newest first, with the token that came of it. */
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { exemption } from '#db/schema/exemptions.ts';
import { decision, promotion, token } from '#db/schema/gate.ts';
import { team } from '#db/schema/people.ts';
import { model, version } from '#db/schema/register.ts';
import type { Outcome } from '#domain/gate/decide.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { actorNames } from '../ledger/events.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';
import { visibleTo } from './scope.ts';

export interface ExemptionUse {
  readonly decisionId: string;
  readonly decidedAt: Date;
  readonly outcome: Outcome;
  readonly askedBy: string;
  readonly token: {
    readonly jti: string;
    readonly expiresAt: Date;
    readonly revokedAt: Date | null;
    readonly ledgerIndex: number;
  } | null;
}

export async function listExemptionUses(ctx: Ctx, id: string, request: PageRequest = {}): Promise<Page<ExemptionUse>> {
  return query(ctx, 'exemption.read', thing(`exemption:${id}`), async (db) => {
    const { limit, after } = pageOf(request, 2);
    const [row] = await db
      .select({
        versionId: exemption.versionId,
        environment: exemption.environment,
        startsAt: exemption.startsAt,
        endsAt: exemption.endsAt,
      })
      .from(exemption)
      .innerJoin(version, eq(version.id, exemption.versionId))
      .innerJoin(model, eq(model.id, version.modelId))
      .innerJoin(team, eq(team.id, model.teamId))
      .where(and(eq(exemption.id, id), visibleTo(ctx.actor)));
    if (!row) throw new ServiceError('not-found', 'There is no such exemption');
    if (!row.startsAt || !row.endsAt) return { rows: [], next: null };
    const rows = await db
      .select({
        decisionId: decision.id,
        decidedAt: decision.decidedAt,
        outcome: decision.outcome,
        askedBy: promotion.requestedBy,
        token,
      })
      .from(decision)
      .innerJoin(promotion, eq(promotion.decisionId, decision.id))
      .leftJoin(token, eq(token.decisionId, decision.id))
      .where(
        and(
          eq(decision.versionId, row.versionId),
          eq(decision.environment, row.environment),
          // A pipeline that asks every minute leaves many decisions: those outside its life are not looked at.
          gte(decision.decidedAt, row.startsAt),
          lt(decision.decidedAt, row.endsAt),
          sql`${decision.answer} -> 'exemptions' @> ${JSON.stringify([id])}::jsonb`,
          after
            ? sql`(${decision.decidedAt}, ${decision.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(decision.decidedAt), desc(decision.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const names = await actorNames(
      db,
      shown.map(({ askedBy }) => askedBy),
    );
    const last = shown.at(-1);
    return {
      rows: shown.map((one) => ({
        decisionId: one.decisionId,
        decidedAt: one.decidedAt,
        outcome: one.outcome,
        askedBy: names.get(one.askedBy) ?? one.askedBy,
        token: one.token && {
          jti: one.token.jti,
          expiresAt: one.token.expiresAt,
          revokedAt: one.token.revokedAt,
          ledgerIndex: one.token.ledgerIndex,
        },
      })),
      next: rows.length > limit && last ? [last.decidedAt.toISOString(), last.decisionId] : null,
    };
  });
}
