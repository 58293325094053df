/**
 * Approvals that no longer count. Nothing in the ledger says so: content changes, a role goes, somebody joins the team,
 * and the gate simply stops counting. After events that can do that, the live reviews concerned are judged again.
 */
import { and, asc, eq, exists, gt, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '#db/read.ts';
import { approval, review, token } from '#db/schema/gate.ts';
import { model, version } from '#db/schema/register.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import type { Recheck } from '#domain/notices/signals.ts';
import { evaluateAll } from '../gate/evaluate.ts';
import { concerned, type Occasion } from './occasion.ts';
import { type ReviewSubject, reviewSubjects } from './subjects.ts';

/** Reviews that are judged by one statement. */
const PAGE = 50;

/** Not the approval's fault, or never counted: nothing that somebody has to be told. */
const SILENT: ReadonlySet<string> = new Set(['same-person', 'future', 'unreadable']);

function standing(db: Reader, of?: SQL): SQL {
  const given = db
    .select({ id: approval.id })
    .from(approval)
    .where(and(eq(approval.reviewId, review.id), eq(approval.verdict, 'approve'), isNull(approval.withdrawnAt), of));
  return exists(given as never);
}

/**
 * Still what runs, or may come to run: a review that collects approvals, or an approved one whose version no other has
 * followed into the environment. A role that goes would otherwise raise years of history.
 */
function current(): SQL | undefined {
  const issued = sql`(select max(t.issued_at) from ${token} t
    where t.version_id = ${review.versionId} and t.environment = ${review.environment})`;
  return or(
    ne(review.state, 'approved'),
    sql`not exists (select 1 from ${token} t join ${version} o on o.id = t.version_id
      where o.model_id = ${version.modelId} and o.id <> ${version.id} and t.environment = ${review.environment}
        and t.issued_at > ${issued})`,
  );
}

/** The reviews that a change of this kind can touch. */
function touched(db: Reader, recheck: Recheck): SQL | undefined {
  switch (recheck.by) {
    case 'everything':
      return and(standing(db), current());
    case 'person':
      return and(standing(db, eq(approval.personId, recheck.id)), current());
    case 'use-case':
      return and(eq(version.useCaseSlug, recheck.slug), standing(db), current());
    case 'version': {
      const parsed = parseVersionRef(recheck.ref);
      if (!parsed) return undefined;
      const [namespace = '', name = ''] = parsed.model.split('/');
      return and(
        eq(model.namespace, namespace),
        eq(model.name, name),
        eq(version.version, parsed.version),
        standing(db),
      );
    }
  }
}

async function pageOfReviews(db: Reader, wanted: readonly SQL[], after: string | null): Promise<ReviewSubject[]> {
  return reviewSubjects(db)
    .where(
      and(
        inArray(review.state, ['open', 'changes-requested', 'approved']),
        or(...wanted),
        after === null ? undefined : gt(review.id, after),
      ),
    )
    .orderBy(asc(review.id))
    .limit(PAGE);
}

async function judged(
  db: Reader,
  rows: readonly ReviewSubject[],
  trial: boolean,
  now: Date,
  actor: string,
): Promise<Occasion[]> {
  const evaluations = await evaluateAll(db, rows, trial, now);
  return rows.flatMap((row, index): Occasion[] => {
    const evaluation = evaluations[index];
    // Of the newest review only: an older one is history.
    if (!evaluation || evaluation.facts.review?.id !== row.id) return [];
    return evaluation.decision.voidApprovals
      .filter(({ code }) => !SILENT.has(code))
      .map(({ id, personId, code }) => ({
        kind: 'review.voided',
        source: `approval:${id}`,
        data: { ref: row.ref, environment: row.environment, review: row.id, approval: id, reason: code },
        at: now,
        actor,
        people: new Set([personId, ...concerned(actor, row.requesterId, row.accountableId)]),
      }));
  });
}

/** Every approval that has become void among what these changes can touch. Told once an approval. */
export async function voidedBy(
  db: Reader,
  changes: readonly { readonly recheck: Recheck; readonly actor: string }[],
  trial: boolean,
  now: Date,
): Promise<Occasion[]> {
  const wanted = changes.flatMap(({ recheck }) => touched(db, recheck) ?? []);
  if (wanted.length === 0) return [];
  const actors = new Set(changes.map(({ actor }) => actor));
  // Several changes in one batch: whose doing it was cannot be said of each approval.
  const actor = actors.size === 1 ? ([...actors][0] ?? 'system') : 'system';
  const found: Occasion[] = [];
  for (let after: string | null = null; ; ) {
    const rows: ReviewSubject[] = await pageOfReviews(db, wanted, after);
    found.push(...(await judged(db, rows, trial, now, actor)));
    if (rows.length < PAGE) return found;
    after = rows.at(-1)?.id ?? null;
  }
}
