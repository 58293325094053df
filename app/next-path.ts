/** Where to go after signing in: a path of ours and never another site. */
export function nextPath(given: string | null): string {
  if (!given?.startsWith('/')) return '/';
  const base = 'http://here.invalid';
  const url = URL.canParse(given, base) ? new URL(given, base) : null;
  return url?.origin === base ? url.pathname + url.search : '/';
}
