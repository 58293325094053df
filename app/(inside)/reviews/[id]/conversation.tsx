import { CircleCheck, CircleX, MessageSquare, MessageSquareWarning, Send } from 'lucide-react';
import { ContentChangeLine } from '#components/compare/content-change.tsx';
import { ActionForm } from '#components/form/action-form.tsx';
import { FormDone } from '#components/form/form-done.tsx';
import { Submit } from '#components/form/submit.tsx';
import { TextAreaField } from '#components/form/text-field.tsx';
import { DigestText } from '#components/gate/digest-text.tsx';
import { LongText } from '#components/gate/long-text.tsx';
import { roleLabel } from '#components/gate/role-labels.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Section } from '#components/ui/section.tsx';
import type { ContentChange, EntryRow } from '#services/reviews/conversation.ts';
import type { VerdictRow } from '#services/reviews/read.ts';
import type { ReviewPage } from '#services/reviews/read-page.ts';
import { commentAction } from './actions.ts';

const VERDICTS = {
  approve: { tone: 'ok', icon: CircleCheck, word: 'approved' },
  'request-changes': { tone: 'warn', icon: MessageSquareWarning, word: 'requested changes' },
  reject: { tone: 'bad', icon: CircleX, word: 'rejected' },
} as const;

const ENTRIES = {
  requested: { tone: 'accent', icon: Send, word: 'asked for the promotion' },
  resubmitted: { tone: 'accent', icon: Send, word: 'asked again, on other content' },
  comment: { tone: 'neutral', icon: MessageSquare, word: 'said' },
} as const;

type Item =
  | {
      readonly of: 'verdict';
      readonly key: string;
      readonly at: Date;
      readonly digest: string;
      readonly row: VerdictRow;
    }
  | { readonly of: 'entry'; readonly key: string; readonly at: Date; readonly digest: string; readonly row: EntryRow };

function inOrder({ review, entries }: ReviewPage): Item[] {
  return [
    ...review.verdicts.map((row): Item => ({ of: 'verdict', key: row.id, at: row.at, digest: row.contentDigest, row })),
    ...entries.rows.map((row): Item => ({ of: 'entry', key: row.id, at: row.at, digest: row.contentDigest, row })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1));
}

/** Who said and decided what, on which content, and where the content became another. What does not count stays, with why. */
export function Conversation({ page, earlierHref }: { page: ReviewPage; earlierHref: string | null }) {
  const items = inOrder(page);
  const changes = new Map<string, ContentChange>(page.contentChanges.map((one) => [`${one.before} ${one.after}`, one]));
  const between = (before: string | undefined, after: string) =>
    before === undefined ? undefined : changes.get(`${before} ${after}`);
  const last = between(items.at(-1)?.digest, page.review.contentDigest);
  return (
    <Section id="conversation" title="Conversation" hint="Oldest first">
      {earlierHref === null ? null : (
        <p className="text-sm">
          <a className="link" href={earlierHref}>
            Earlier comments
          </a>
        </p>
      )}
      <ol className="divide-line divide-y">
        {items.map((item, index) => {
          const change = between(items[index - 1]?.digest, item.digest);
          return (
            <li key={item.key} className="space-y-1 py-2 text-sm">
              {change ? <ContentChangeLine {...change} /> : null}
              {item.of === 'verdict' ? <Verdict verdict={item.row} /> : <Entry entry={item.row} />}
            </li>
          );
        })}
        {last ? (
          <li className="py-2">
            <ContentChangeLine {...last} />
            <p className="text-ink-muted text-xs">Nobody has asked again or decided since.</p>
          </li>
        ) : null}
      </ol>
      <ActionForm action={commentAction} className="border-line mt-2 space-y-2 border-t pt-3" label="Say something">
        <input type="hidden" name="reviewId" value={page.review.id} />
        <TextAreaField
          name="message"
          label="Message"
          hint="Everybody who may read the review sees it"
          maxLength={5000}
        />
        <Submit variant="plain" small>
          Add to the conversation
        </Submit>
        <FormDone />
      </ActionForm>
    </Section>
  );
}

function Entry({ entry }: { entry: EntryRow }) {
  const { word, tone, icon } = ENTRIES[entry.kind];
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <SafeText text={entry.by} />
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
        <span className="text-ink-muted">
          <TimeText at={entry.at} />
        </span>
      </p>
      {entry.comment === null ? null : <LongText text={entry.comment} />}
      {entry.kind === 'comment' ? null : (
        <p className="text-ink-muted text-xs">
          On <DigestText digest={entry.contentDigest} />
        </p>
      )}
    </>
  );
}

function Verdict({ verdict }: { verdict: VerdictRow }) {
  const { word, tone, icon } = VERDICTS[verdict.verdict];
  const counts = verdict.verdict !== 'approve' || verdict.standing.counts;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <SafeText text={verdict.person} />
        <Badge tone={counts ? tone : 'neutral'} icon={icon}>
          {word}
        </Badge>
        {counts ? null : <Badge tone="warn">does not count</Badge>}
        <span className="text-ink-muted">
          as {roleLabel(verdict.capacity).toLowerCase()}, <TimeText at={verdict.at} />
        </span>
      </p>
      {verdict.standing.reason ? (
        <p className="text-warn">
          <SafeText text={verdict.standing.reason} />
        </p>
      ) : null}
      {verdict.comment ? <LongText text={verdict.comment} /> : null}
      <p className="text-ink-muted text-xs">
        On <DigestText digest={verdict.contentDigest} />; signed in <TimeText at={verdict.authenticatedAt} />
        {verdict.method === 'local' ? ' with a local account' : ' with the account of the organisation'}
        {verdict.role ? (
          <>
            ; role given <TimeText at={verdict.role.grantedAt} />
            {verdict.role.grantedBy ? (
              <>
                {' '}
                by <SafeText text={verdict.role.grantedBy} />
              </>
            ) : null}
            {verdict.role.atSetup ? ' at set-up, so it counts without cooling off' : ''}
          </>
        ) : (
          '; owns the use case'
        )}
      </p>
    </>
  );
}
