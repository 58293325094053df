/** What somebody can do about it who may not approve, by the code of the refusal; the reason itself is the domain's. */
const NO_PART = 'Somebody who had no part in it has to approve.';

const ADVICE: Readonly<Record<string, string>> = {
  registered: NO_PART,
  requested: NO_PART,
  committed: NO_PART,
  'supplied-evidence': NO_PART,
  'team-member': 'Somebody outside the team has to approve.',
  owner: NO_PART,
  'pipeline-person':
    'What a pipeline does counts as done by who made it, owns it or is named by it: somebody else has to approve.',
  'policy-author':
    'Who makes the rules does not decide by them at once: somebody else approves, or you do when the day is over.',
  'fresh-role': 'Ask somebody who has held the role for longer, or come back then.',
  'role-expired': 'Ask an administrator to give you the role again.',
  'local-account': 'Sign in with the account of your organisation.',
  'step-up': 'Confirm that it is you, and decide within five minutes.',
};

/** Null where the reason says it all. */
export function separationAdvice(code: string): string | null {
  return Object.hasOwn(ADVICE, code) ? (ADVICE[code] ?? null) : null;
}
