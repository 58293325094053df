import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { LinkButton } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Section } from '#components/ui/section.tsx';
import type { EventView } from '#services/ledger/events.ts';

/** What an event changed, where it says so: `before` and the rest of its data. */
function sides({ data }: EventView): { before: unknown; after: unknown } {
  if (typeof data !== 'object' || data === null || Array.isArray(data) || !('before' in data))
    return { before: undefined, after: data };
  const { before, ...after } = data as Readonly<Record<string, unknown>>;
  return { before, after: 'after' in after ? after.after : after };
}

const pretty = (value: unknown) => JSON.stringify(value, null, 2);

export function EventSection({ event, closeHref }: { event: EventView; closeHref: string }) {
  const { before, after } = sides(event);
  return (
    <Section
      title={`Entry ${event.index}: ${event.action}`}
      actions={
        <>
          <a
            className="link text-sm"
            href={`/ledger/proof/${event.index}`}
            download={`entry-${event.index}.tlog-proof`}
          >
            Download its proof
          </a>
          <LinkButton small variant="quiet" href={closeHref} scroll={false}>
            Close
          </LinkButton>
        </>
      }
    >
      <div className="space-y-3">
        <KeyValues
          rows={[
            ['When', <TimeText key="at" at={event.at} style="absolute" />],
            [
              'Actor',
              <span key="actor">
                <SafeText text={event.actorName} />{' '}
                {event.actor === event.actorName ? null : (
                  <span className="text-ink-muted font-mono text-xs">{event.actor}</span>
                )}
              </span>,
            ],
            [
              'Subject',
              event.subjectName === null ? (
                <SafeText key="subject" text={event.subject} />
              ) : (
                <span key="subject">
                  <SafeText text={event.subjectName} />{' '}
                  <span className="text-ink-muted font-mono text-xs">{event.subject}</span>
                </span>
              ),
            ],
            [
              'Leaf hash',
              <span key="hash" className="font-mono text-xs break-all">
                {event.leafHash}
              </span>,
            ],
          ]}
        />
        {before === undefined ? (
          <CodeBlock label="data" text={pretty(after)} />
        ) : (
          <div className="grid gap-3 md:grid-cols-2">
            <div className="min-w-0">
              <h3 className="mb-1 text-sm font-medium">Before</h3>
              <CodeBlock label="before" text={pretty(before)} />
            </div>
            <div className="min-w-0">
              <h3 className="mb-1 text-sm font-medium">After</h3>
              <CodeBlock label="after" text={pretty(after)} />
            </div>
          </div>
        )}
        <details>
          <summary className="link cursor-pointer text-sm">The leaf, byte for byte</summary>
          <div className="mt-2">
            <CodeBlock label="leaf" text={event.leaf} wrap />
          </div>
        </details>
      </div>
    </Section>
  );
}
