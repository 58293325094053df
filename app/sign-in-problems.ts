/** What stopped a sign-in at the provider, in words: the address carries the code, and never a text that somebody wrote. */
import { REFUSALS } from '#services/people/sign-in-oidc.ts';

const TEXTS: Readonly<Record<string, string>> = {
  ...REFUSALS,
  claims: 'What the sign-in provider says of you cannot be used. Tell an administrator.',
  provider:
    'The sign-in provider cannot be used now. Try again, or tell an administrator: the server’s log says what is wrong.',
  'other-person': 'The provider signed in somebody else than you. Sign in there as yourself, or sign out here first.',
  'not-fresh':
    'The provider does not say that you signed in just now. It has to send auth_time and to honour max_age: tell an administrator.',
  'lost-race': 'That was done twice at the same moment. Try again.',
};

/** `refused` is ours, `error` next-auth's; null when the address has neither. */
export function signInProblem(refused: string | undefined, error: string | undefined): string | null {
  if (refused !== undefined && Object.hasOwn(TEXTS, refused)) return TEXTS[refused] ?? null;
  if (refused === undefined && error === undefined) return null;
  return 'The sign-in at the provider was not completed, or its answer was not for this browser. Start again.';
}
