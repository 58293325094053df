/** What an administrator has to mend before the gate stands still: nobody answers, nobody may approve, something ends soon. */
import { and, asc, eq, gt, isNotNull, isNull, lte, or } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { person, pipelineKey, privateText, roleGrant, team } from '#db/schema/people.ts';
import type { PolicyDocument, Slot } from '#domain/policy/document.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { currentPolicy } from '../policies/load.ts';
import { query } from '../transact.ts';

const DAY_MS = 86_400_000;
const ROLE_DAYS = 30;
const KEY_DAYS = 14;
const SHOWN = 20;

export interface Gaps {
  /** teams that nobody who can sign in answers for: their models stay unmet at the gate */
  readonly teams: readonly { readonly slug: string; readonly name: string }[];
  /** approvals that the policy asks for and that nobody holds a role for, each as the roles that would do */
  readonly vacant: readonly Slot[];
  readonly roles: readonly { readonly name: string; readonly role: string; readonly expiresAt: Date }[];
  readonly keys: readonly { readonly name: string; readonly team: string; readonly expiresAt: Date }[];
}

/** The slots that some rule of the policy asks for, each once. */
function slotsAsked({ environments }: PolicyDocument): Slot[] {
  const rules = Object.values(environments).flatMap(({ rules: byTier }) => (byTier ? Object.values(byTier) : []));
  const slots = rules.flatMap(({ approvals, firstVersionApprovals }) => [...approvals, ...firstVersionApprovals]);
  return [...new Map(slots.map((slot) => [slot.toSorted().join(' '), slot])).values()];
}

async function heldRoles(db: Reader, now: Date): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ role: roleGrant.role })
    .from(roleGrant)
    .innerJoin(person, eq(person.id, roleGrant.personId))
    .where(and(isNull(roleGrant.revokedAt), gt(roleGrant.expiresAt, now), isNull(person.disabledAt)));
  return new Set(rows.map(({ role }) => role));
}

export async function listGaps(ctx: Ctx): Promise<Gaps> {
  return query(ctx, 'people.manage', thing('people'), async (db, now) => {
    const within = (days: number) => new Date(now.getTime() + days * DAY_MS);
    const { document } = await currentPolicy(db);
    const held = await heldRoles(db, now);
    return {
      teams: await db
        .select({ slug: team.slug, name: team.name })
        .from(team)
        .leftJoin(person, eq(person.id, team.accountableId))
        .where(or(isNull(team.accountableId), isNotNull(person.disabledAt)))
        .orderBy(asc(team.slug))
        .limit(SHOWN),
      // A use-case owner comes with the use case and is nobody's role.
      vacant: slotsAsked(document).filter(
        (slot) => !slot.includes('use-case-owner') && !slot.some((capacity) => held.has(capacity)),
      ),
      roles: (
        await db
          .select({ name: privateText.text, role: roleGrant.role, expiresAt: roleGrant.expiresAt })
          .from(roleGrant)
          .innerJoin(person, eq(person.id, roleGrant.personId))
          .innerJoin(privateText, eq(privateText.id, person.nameId))
          .where(
            and(
              isNull(roleGrant.revokedAt),
              isNull(person.disabledAt),
              gt(roleGrant.expiresAt, now),
              lte(roleGrant.expiresAt, within(ROLE_DAYS)),
            ),
          )
          .orderBy(asc(roleGrant.expiresAt))
          .limit(SHOWN)
      ).map(({ name, ...row }) => ({ ...row, name: name ?? 'Erased person' })),
      keys: await db
        .select({ name: pipelineKey.name, team: team.slug, expiresAt: pipelineKey.expiresAt })
        .from(pipelineKey)
        .innerJoin(team, eq(team.id, pipelineKey.teamId))
        .where(
          and(
            isNull(pipelineKey.revokedAt),
            gt(pipelineKey.expiresAt, now),
            lte(pipelineKey.expiresAt, within(KEY_DAYS)),
          ),
        )
        .orderBy(asc(pipelineKey.expiresAt))
        .limit(SHOWN),
    };
  });
}
