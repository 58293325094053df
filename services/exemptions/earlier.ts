/** What a request renews: the newest exemption that was ever granted for the same requirement here, whatever it is called. */
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '#db/read.ts';
import { exemption } from '#db/schema/exemptions.ts';
import { privateText } from '#db/schema/people.ts';

export interface Earlier {
  readonly id: string;
  /** null where the text has been erased */
  readonly reason: string | null;
  readonly control: string | null;
  readonly ticket: string | null;
}

export async function earlierGrant(
  db: Reader,
  versionId: string,
  environment: string,
  requirement: string,
): Promise<Earlier | null> {
  const [reason, control, ticket] = [
    alias(privateText, 'reason'),
    alias(privateText, 'control'),
    alias(privateText, 'ticket'),
  ];
  const [row] = await db
    .select({ id: exemption.id, reason: reason.text, control: control.text, ticket: ticket.text })
    .from(exemption)
    .innerJoin(reason, eq(reason.id, exemption.reasonId))
    .innerJoin(control, eq(control.id, exemption.controlId))
    .leftJoin(ticket, eq(ticket.id, exemption.ticketId))
    .where(
      and(
        eq(exemption.versionId, versionId),
        eq(exemption.environment, environment),
        eq(exemption.requirement, requirement),
        isNotNull(exemption.startsAt),
      ),
    )
    .orderBy(desc(exemption.startsAt), desc(exemption.id))
    .limit(1);
  return row ?? null;
}
