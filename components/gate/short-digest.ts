/** Digits of a digest that a person types to confirm what they approve: few enough to type, too many to hit by chance. */
const DIGITS = 8;

export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, DIGITS);
}

/** Whether what was typed is the beginning of the digest; case, spaces and a leading `sha256:` do not matter. */
export function confirms(typed: string, digest: string): boolean {
  const digits = typed
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  return (
    digits.length >= DIGITS && /^sha256:[0-9a-f]{64}$/.test(digest) && digest.slice('sha256:'.length).startsWith(digits)
  );
}
