/** Pipeline keys, newest first, never their secrets. */
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { person, pipelineKey, privateText, team } from '#db/schema/people.ts';
import { hasRole } from '#domain/access/actor.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { type Page, type PageRequest, pageOf } from '../paging.ts';
import { query } from '../transact.ts';

export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly team: string;
  readonly maker: string;
  readonly models: readonly string[];
  readonly environments: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly state: 'active' | 'expired' | 'revoked';
}

/** Keys of one's own teams; administrators see every team's. */
export async function listKeys(ctx: Ctx, request: PageRequest = {}): Promise<Page<KeyRow>> {
  return query(ctx, 'key.read', thing('keys'), async (db, now) => {
    const { limit, after } = pageOf(request, 1);
    const teams = ctx.actor.kind === 'person' ? ctx.actor.teams : [];
    const all = hasRole(ctx.actor, 'administrator');
    if (!all && teams.length === 0) return { rows: [], next: null };
    const rows = await db
      .select({ key: pipelineKey, team: team.slug, maker: privateText.text })
      .from(pipelineKey)
      .innerJoin(team, eq(team.id, pipelineKey.teamId))
      .innerJoin(person, eq(person.id, pipelineKey.makerId))
      .innerJoin(privateText, eq(privateText.id, person.nameId))
      .where(
        and(
          all ? undefined : inArray(team.slug, [...teams]),
          after ? sql`${pipelineKey.id} < ${after[0]}::uuid` : undefined,
        ),
      )
      .orderBy(desc(pipelineKey.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      rows: shown.map(({ key, team: slug, maker }) => ({
        id: key.id,
        name: key.name,
        prefix: key.prefix,
        team: slug,
        maker: maker ?? 'Erased person',
        models: key.models,
        environments: key.environments,
        createdAt: key.createdAt,
        expiresAt: key.expiresAt,
        lastUsedAt: key.lastUsedAt,
        state: key.revokedAt ? 'revoked' : key.expiresAt <= now ? 'expired' : 'active',
      })),
      next: rows.length > limit && last ? [last.key.id] : null,
    };
  });
}
