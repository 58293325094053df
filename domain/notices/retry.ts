/** When a delivery that failed is tried again: eight attempts, waits that grow from 5 seconds to 24 hours. */
export const MAX_ATTEMPTS = 8;

const FIRST_S = 5;
const LAST_S = 86_400;
/** Waits differ by up to this part, so that what failed together is not tried together. */
const JITTER = 0.2;

/**
 * Seconds until the next attempt, or null when that was the last.
 * @param attempts made so far, at least 1
 * @param random in [0, 1)
 */
export function retryAfter(attempts: number, random: number): number | null {
  if (attempts >= MAX_ATTEMPTS) return null;
  const wait = FIRST_S * (LAST_S / FIRST_S) ** ((attempts - 1) / (MAX_ATTEMPTS - 2));
  return wait * (1 - JITTER * random);
}
