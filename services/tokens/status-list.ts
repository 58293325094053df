/** The signed status lists (Token Status List draft): who holds a fresh one can tell offline whether a token was revoked. */
import { and, gte, isNotNull, lt } from 'drizzle-orm';
import { reader } from '#db/read.ts';
import { token } from '#db/schema/gate.ts';
import { ledgerHead } from '#db/schema/ledger.ts';
import { encodeStatusList, STATUS } from '#domain/token/status-list.ts';
import { STATUS_LIST_TYPE, type StatusListClaims } from '#domain/token/status-list-token.ts';
import { ServiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { LIST_SIZE, statusListUri, statusPosition } from './status-position.ts';

/** How long a verifier may go on with a list: revoked means dead everywhere after this, offline too. */
const LIFE_SECONDS = 15 * 60;

/** Public. Signed anew for each caller that is not served by a cache in front. */
export async function statusList(runtime: Runtime, list: number): Promise<string> {
  const db = reader(runtime.store.pool);
  const [head] = await db.select({ tokens: ledgerHead.tokens }).from(ledgerHead);
  const newest = statusPosition(Math.max(0, (head?.tokens ?? 0) - 1)).list;
  if (!Number.isInteger(list) || list < 0 || list > newest)
    throw new ServiceError('not-found', 'There is no such status list');
  const from = list * LIST_SIZE;
  // The clock is read before the revocations: a list never claims to be newer than what it knows.
  const now = await runtime.now();
  const revoked = await db
    .select({ index: token.statusIndex })
    .from(token)
    .where(and(isNotNull(token.revokedAt), gte(token.statusIndex, from), lt(token.statusIndex, from + LIST_SIZE)));
  const statuses = new Uint8Array(LIST_SIZE);
  for (const { index } of revoked) statuses[index - from] = STATUS.invalid;
  const iat = Math.floor(now.getTime() / 1000);
  const claims: StatusListClaims = {
    iss: runtime.origin,
    sub: statusListUri(runtime.origin, list),
    iat,
    exp: iat + LIFE_SECONDS,
    // Our verifier takes the shorter of both as the end, so they say the same; who is online asks each time.
    ttl: LIFE_SECONDS,
    status_list: encodeStatusList(statuses, 1),
  };
  return runtime.signer.signJwt('status', STATUS_LIST_TYPE, claims);
}
