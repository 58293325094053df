/** From signals to occasions: what each leaf of a batch tells, and whom, looked up for the whole batch at once. */
import type { Reader } from '#db/read.ts';
import { exemptionTerms } from '#domain/gate/ask-exemption.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import type { Candidate } from '#domain/notices/reviewers.ts';
import { barred, whoCouldApprove } from '#domain/notices/reviewers.ts';
import type { Leaf, Signal } from '#domain/notices/signals.ts';
import { type Evaluation, evaluateAll } from '../gate/evaluate.ts';
import { approvers, belongers } from './candidates.ts';
import { concerned, type Occasion } from './occasion.ts';
import {
  type ExemptionSubject,
  exemptionsById,
  membersByModel,
  participantsByReview,
  reviewsById,
  tokensById,
  useCasesBySlug,
} from './subjects.ts';
import { voidedBy } from './voided.ts';

export interface Told {
  readonly leaf: Leaf;
  readonly signal: Signal;
}

type Of<K extends Signal['kind']> = Extract<Signal, { readonly kind: K }>;

const NOBODY: ReadonlySet<string> = new Set();

async function loadSubjects(db: Reader, told: readonly Told[]) {
  const signals = told.map(({ signal }) => signal);
  const of = <T>(pick: (signal: Signal) => T | null): T[] => signals.flatMap((signal) => pick(signal) ?? []);
  const reviews = await reviewsById(
    db,
    of((signal) => ('review' in signal ? signal.review : null)),
  );
  const useCases = await useCasesBySlug(
    db,
    of((signal) => ('slug' in signal ? signal.slug : null)),
  );
  const tokens = await tokensById(
    db,
    of((signal) => ('jti' in signal ? signal.jti : null)),
  );
  const participants = await participantsByReview(
    db,
    of((signal) => (signal.kind === 'review.commented' ? signal.review : null)),
  );
  const exemptions = await exemptionsById(
    db,
    of((signal) => ('exemption' in signal ? signal.exemption : null)),
  );
  const members = await membersByModel(
    db,
    of((signal) => (signal.kind === 'retrain.seen' ? signal.ref : null)),
  );
  return { reviews, participants, useCases, tokens, exemptions, members };
}

type Subjects = Awaited<ReturnType<typeof loadSubjects>>;

/** What is needed to say who a review or use case waits for; nothing is read when nothing new waits. */
async function loadWaiting(db: Reader, told: readonly Told[], subjects: Subjects, trial: boolean, now: Date) {
  const asked = told.flatMap(({ signal }) => {
    const review = signal.kind === 'review.requested' ? subjects.reviews.get(signal.review) : undefined;
    const exemption = signal.kind === 'exemption.requested' ? subjects.exemptions.get(signal.exemption) : undefined;
    return [
      ...(review && (review.state === 'open' || review.state === 'changes-requested') ? [review] : []),
      ...(exemption?.state === 'requested' ? [exemption] : []),
    ];
  });
  const teams = told.flatMap(({ signal }) =>
    signal.kind === 'use-case.submitted'
      ? (subjects.useCases.get(`${signal.slug}/${signal.version}`)?.teamId ?? [])
      : [],
  );
  const evaluations = new Map<string, Evaluation>();
  for (const [index, evaluation] of (await evaluateAll(db, asked, trial, now)).entries())
    evaluations.set(asked[index]?.id ?? '', evaluation);
  const holders: readonly Candidate[] = asked.length + teams.length === 0 ? [] : await approvers(db, now);
  return { evaluations, holders, belonging: await belongers(db, teams) };
}

type Waiting = Awaited<ReturnType<typeof loadWaiting>>;

function requested(signal: Of<'review.requested'>, { evaluations, holders }: Waiting, now: Date) {
  const evaluation = evaluations.get(signal.review);
  // Decided or superseded before anybody was told: there is nothing to ask for any more.
  if (!evaluation || evaluation.facts.review?.id !== signal.review) return NOBODY;
  return whoCouldApprove(evaluation.facts, evaluation.decision, holders, now);
}

function asked(row: ExemptionSubject, { evaluations, holders }: Waiting, now: Date) {
  const evaluation = evaluations.get(row.id);
  if (!evaluation) return NOBODY;
  const { capacities } = exemptionTerms(evaluation.facts, evaluation.policies);
  return new Set(
    holders
      .filter((holder) => capacities.includes(holder.capacity) && holder.personId !== row.requestedBy)
      .filter((holder) => !barred(evaluation.facts, holder, now))
      .map(({ personId }) => personId),
  );
}

function submitted(signal: Of<'use-case.submitted'>, subjects: Subjects, { holders, belonging }: Waiting) {
  const row = subjects.useCases.get(`${signal.slug}/${signal.version}`);
  if (row?.state !== 'submitted') return NOBODY;
  const barred = new Set([
    row.submittedBy,
    row.ownerId,
    ...belonging
      .filter(({ teamId, until }) => teamId === row.teamId && (until === null || until >= row.submittedAt))
      .map(({ personId }) => personId),
  ]);
  return new Set(
    holders
      .filter(({ capacity, personId }) => capacity === 'risk-reviewer' && !barred.has(personId))
      .map(({ personId }) => personId),
  );
}

function occasionOf({ leaf, signal }: Told, subjects: Subjects, waiting: Waiting, now: Date): Occasion | null {
  const { actor } = leaf;
  const about = { source: `entry:${leaf.index}`, at: new Date(leaf.at), actor };
  switch (signal.kind) {
    case 'review.requested':
    case 'review.decided':
    case 'review.commented':
    case 'approval.withdrawn': {
      const row = subjects.reviews.get(signal.review);
      if (!row) return null;
      const data = { ref: row.ref, environment: row.environment, review: row.id };
      if (signal.kind === 'review.requested')
        return { ...about, kind: signal.kind, data, people: requested(signal, waiting, now) };
      if (signal.kind === 'review.commented') {
        const others = subjects.participants.get(row.id) ?? [];
        return { ...about, kind: signal.kind, data, people: concerned(actor, row.requesterId, ...others) };
      }
      const people = concerned(actor, row.requesterId, row.accountableId);
      if (signal.kind === 'review.decided')
        return { ...about, kind: signal.kind, data: { ...data, verdict: signal.verdict }, people };
      const voided = { ...data, approval: signal.approval, reason: 'withdrawn' };
      return { ...about, kind: 'review.voided', source: `approval:${signal.approval}`, data: voided, people };
    }
    case 'use-case.submitted': {
      const { slug, version } = signal;
      return { ...about, kind: signal.kind, data: { slug, version }, people: submitted(signal, subjects, waiting) };
    }
    case 'use-case.decided': {
      const { slug, version, verdict } = signal;
      const row = subjects.useCases.get(`${slug}/${version}`);
      const people = concerned(actor, row?.submittedBy, row?.ownerId);
      return { ...about, kind: signal.kind, data: { slug, version, verdict }, people };
    }
    case 'exemption.requested':
    case 'exemption.decided':
    case 'exemption.ended': {
      const row = subjects.exemptions.get(signal.exemption);
      if (!row) return null;
      const { ref, environment, requirement } = row;
      const data = { ref, environment, exemption: row.id, requirement };
      if (signal.kind === 'exemption.requested')
        return { ...about, kind: signal.kind, data, people: asked(row, waiting, now) };
      const people = concerned(actor, row.requestedBy, row.accountableId);
      if (signal.kind === 'exemption.decided')
        return { ...about, kind: signal.kind, data: { ...data, verdict: signal.verdict }, people };
      const ended = { ...data, until: signal.until, days: 0 };
      return { ...about, kind: 'exemption.ending', source: `exemption:${row.id}:0`, data: ended, people };
    }
    case 'token.production': {
      const row = subjects.tokens.get(signal.jti);
      if (!row) return null;
      const data = { ref: row.ref, environment: signal.environment, jti: signal.jti };
      return { ...about, kind: signal.kind, data, people: concerned(actor, row.accountableId, row.useCaseOwnerId) };
    }
    case 'retrain.seen': {
      const model = parseVersionRef(signal.ref)?.model ?? '';
      const data = { ref: signal.ref, approved: signal.approved };
      return { ...about, kind: signal.kind, data, people: concerned(actor, ...(subjects.members.get(model) ?? [])) };
    }
    case 'recheck':
      return null;
  }
}

/** All that these leaves tell. Reads only. */
export async function occasionsOf(
  db: Reader,
  told: readonly Told[],
  trial: boolean,
  now: Date,
): Promise<readonly Occasion[]> {
  const subjects = await loadSubjects(db, told);
  const waiting = await loadWaiting(db, told, subjects, trial, now);
  const changes = told.flatMap(({ leaf, signal }) =>
    signal.kind === 'recheck' ? [{ recheck: signal.recheck, actor: leaf.actor }] : [],
  );
  return [
    ...told.flatMap((one) => occasionOf(one, subjects, waiting, now) ?? []),
    ...(await voidedBy(db, changes, trial, now)),
  ];
}
