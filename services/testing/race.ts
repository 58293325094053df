/** Two acts at about the same moment, on real connections. */

const LEADS_MS = [0, 1, 2, 4, 8, 16, 32, 64] as const;

/**
 * Starts both and waits for both. Who begins takes turns, and by how much goes round, so that both orders come up on any
 * machine and however fast either of the two becomes.
 */
export function race<A, B>(
  round: number,
  one: () => Promise<A>,
  other: () => Promise<B>,
): Promise<[PromiseSettledResult<A>, PromiseSettledResult<B>]> {
  const lead = LEADS_MS[Math.floor(round / 2) % LEADS_MS.length] ?? 0;
  const later = async <T>(act: () => Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, lead));
    return act();
  };
  return round % 2 === 0
    ? Promise.allSettled([one(), later(other)] as const)
    : Promise.allSettled([later(one), other()] as const);
}

/** What became of an act that cannot be refused. */
export function done<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
