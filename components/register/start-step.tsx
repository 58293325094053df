'use client';
import { FilePlus2 } from 'lucide-react';
import { useState } from 'react';
import { TimeText } from '#components/gate/time-text.tsx';
import { Button, LinkButton } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Section } from '#components/ui/section.tsx';
import { BLANK_CONTENT, readContent, type WizardContent } from './content.ts';
import { deleteDraft } from './draft-client.ts';
import { type Found, ImportBox } from './import-box.tsx';

export interface DraftSummary {
  readonly id: string;
  readonly title: string;
  readonly updatedAt: string;
}

export interface NextOf {
  readonly ref: string;
  readonly href: string;
}

/** How do you want to begin? */
export function StartStep({
  drafts,
  nextOf,
  onBegin,
  onFound,
  onOpen,
}: {
  drafts: readonly DraftSummary[];
  nextOf: readonly NextOf[];
  onBegin: (content: WizardContent) => void;
  onFound: (found: readonly Found[]) => void;
  onOpen: (id: string) => void;
}) {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Section title="From what is there" hint="Unknowns become questions">
        <ImportBox onFound={onFound} />
      </Section>
      <div className="grid gap-4">
        <Section title="From a blank form">
          <Button variant="primary" onClick={() => onBegin(BLANK_CONTENT)}>
            <FilePlus2 aria-hidden className="size-4" />
            Start with a blank form
          </Button>
        </Section>
        {drafts.length > 0 ? <Drafts drafts={drafts} onOpen={onOpen} onBegin={onBegin} /> : null}
        {nextOf.length > 0 ? (
          <Section title="The next version of" hint="Filled in from its newest">
            <ul className="flex flex-wrap gap-2">
              {nextOf.map(({ ref, href }) => (
                <li key={ref}>
                  <LinkButton small href={href} prefetch={false}>
                    <bdi>{ref}</bdi>
                  </LinkButton>
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
      </div>
    </div>
  );
}

function Drafts({
  drafts,
  onOpen,
  onBegin,
}: {
  drafts: readonly DraftSummary[];
  onOpen: (id: string) => void;
  onBegin: (content: WizardContent) => void;
}) {
  const [gone, setGone] = useState<readonly string[]>([]);
  const [undo, setUndo] = useState<{ title: string; content: unknown } | null>(null);
  const [trouble, setTrouble] = useState('');
  const shown = drafts.filter(({ id }) => !gone.includes(id));
  const discard = async ({ id, title }: DraftSummary) => {
    const answer = await deleteDraft(id);
    setTrouble(answer.ok ? '' : answer.message);
    if (!answer.ok && answer.status !== 404) return;
    setGone([...gone, id]);
    if (answer.ok) setUndo({ title, content: answer.content });
  };
  return (
    <Section title="Your drafts" hint="Only you see them" flush>
      <div role="status" className="empty:hidden">
        {undo ? (
          <div className="p-3">
            <Notice>
              <span className="flex flex-wrap items-center gap-3">
                <span>
                  “<bdi>{undo.title}</bdi>” is thrown away.
                </span>
                <Button small onClick={() => onBegin(readContent(undo.content))}>
                  Undo
                </Button>
              </span>
            </Notice>
          </div>
        ) : null}
        {trouble ? <p className="text-bad px-4 py-2 text-sm">{trouble}</p> : null}
      </div>
      <ul className="divide-line divide-y">
        {shown.map((draft) => (
          <li key={draft.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <a
              className="link min-w-0 font-medium"
              href={`/models/register?step=identity&draft=${draft.id}`}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onOpen(draft.id);
              }}
            >
              <bdi>{draft.title}</bdi>
            </a>
            <span className="text-ink-muted text-sm">
              saved <TimeText at={draft.updatedAt} />
            </span>
            <Button small variant="quiet" className="ml-auto" onClick={() => void discard(draft)}>
              Throw away<span className="sr-only"> {draft.title}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
