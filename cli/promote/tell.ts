/** How `promote` tells what the gate said: every requirement that stands in the way, then one line with the verdict. */
import type { DecisionBody } from '#domain/wire/promotion.ts';
import { isOpen, requirementLines } from '../decision/requirement-lines.ts';
import { type Exit, exit } from '../exit.ts';
import { type Io, printJson } from '../io.ts';
import { verdictLine } from '../paint.ts';
import type { GateAnswer } from './ask-gate.ts';
import type { PromoteOptions } from './options.ts';
import type { KeptToken } from './token.ts';

type Asked = Pick<PromoteOptions, 'ref' | 'env' | 'json' | 'output'>;
type Allowed = Extract<GateAnswer, { outcome: 'allow' }>;
type Refused = Extract<GateAnswer, { outcome: 'pending' | 'deny' }>;

const missing = (count: number, noun: string) => `${count} ${noun}${count === 1 ? ' is' : 's are'} missing`;

/** `2 approvals are missing`, or what else stands in the way. */
export function standing({ outcome, requirements }: Pick<DecisionBody, 'outcome' | 'requirements'>): string {
  const open = requirements.filter(isOpen);
  if (outcome === 'allow') return 'everything that is asked is there';
  if (open.length === 0) return outcome === 'pending' ? 'changes were requested' : 'the review was rejected';
  return missing(open.length, outcome === 'pending' ? 'approval' : 'requirement');
}

/** Issued: the decision in full, and where the token is. Without a file the token is the only thing on stdout. */
export function tellAllowed(io: Io, asked: Asked, allowed: Allowed, kept: KeptToken | null): Exit {
  const { decision, token, jti, expiresAt, ledgerIndex, id } = allowed;
  io.stderr(requirementLines(io, decision.requirements));
  if (asked.json) {
    const where = kept ? { file: kept.file, receipt: kept.receipt, warning: kept.warning } : { token };
    const common = { verdict: 'allow', ref: decision.ref, environment: decision.environment };
    printJson(io, { ...common, id, jti, expiresAt, ledgerIndex, ...where, decision });
  } else if (!kept) io.stdout(`${token}\n`);
  if (kept?.warning) verdictLine(io, 'yellow', 'warning', kept.warning);
  const about = `${decision.ref} for ${decision.environment}, tier ${decision.tier}, until ${expiresAt}`;
  verdictLine(io, 'green', 'ALLOWED', `${about}; token ${jti}${kept ? ` in ${asked.output}` : ''}`);
  return exit.yes;
}

/** Pending or denied: what is unmet, each with its reason and where to go. */
export function tellRefused(io: Io, asked: Asked, answer: Refused): Exit {
  const { outcome, decision, review, id } = answer;
  const unmet = decision.requirements.filter(isOpen);
  // What is waived is never hidden: it ends, and then it stands in the way too.
  const waived = decision.requirements.filter(({ status }) => status === 'waived');
  io.stderr(requirementLines(io, [...unmet, ...waived]));
  if (asked.json) {
    const common = { verdict: outcome, ref: decision.ref, environment: decision.environment };
    printJson(io, { ...common, id, review, unmet, decision });
  }
  const about = `${decision.ref} for ${decision.environment}, tier ${decision.tier}: ${standing(decision)}`;
  const where = review ? `; review ${review.url}` : '';
  const back = answer.sentBack
    ? '; changes were requested on this content, and asking again waits for other content'
    : '';
  if (outcome === 'pending') verdictLine(io, 'yellow', 'PENDING', about + back + where);
  else verdictLine(io, 'red', 'DENIED', about + where);
  return outcome === 'pending' ? exit.pending : exit.no;
}

/** The register has no such version, so nothing of it may go anywhere. */
export function tellUnknown(io: Io, { ref, env, json }: Asked, message: string): Exit {
  if (json) printJson(io, { verdict: 'deny', code: 'not-registered', ref: ref.ref, environment: env, message });
  verdictLine(io, 'red', 'DENIED', `${message}; register it first (not-registered)`);
  return exit.no;
}

const WOULD = { allow: 'would be allowed', pending: 'would wait for approvals', deny: 'would be denied' } as const;

/** With `--observe`: the same words, and exit 0 whatever they are. `decision` is null where there is nothing to judge. */
export function tellObserved(io: Io, { ref, env, json }: Asked, decision: DecisionBody | null, why: string): Exit {
  const outcome = decision?.outcome ?? 'deny';
  if (decision) io.stderr(requirementLines(io, decision.requirements));
  if (json)
    printJson(io, { verdict: 'observed', would: outcome, ref: ref.ref, environment: env, message: why, decision });
  verdictLine(io, 'cyan', 'OBSERVED', `${ref.ref} for ${env} ${WOULD[outcome]}: ${why}. Nothing was issued`);
  return exit.yes;
}
