import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { KeyValues } from '#components/ui/key-values.tsx';
import { Section } from '#components/ui/section.tsx';
import type { HeadView } from '#services/ledger/events.ts';

/** The head that everything is proven against. Whoever keeps a copy can prove a later rewrite. */
export function HeadSection({ standing, note }: { standing: HeadView; note: string }) {
  const root = note.split('\n')[2] ?? '';
  return (
    <Section title="Head">
      <div className="space-y-3">
        <KeyValues
          rows={[
            ['Log', <SafeText key="origin" text={standing.origin} />],
            [
              'Entries',
              <span key="size" className="tabular-nums">
                {standing.size}
              </span>,
            ],
            ['Newest', <TimeText key="at" at={standing.lastAt} />],
            [
              'Root',
              <span key="root" className="font-mono text-xs break-all">
                {root}
              </span>,
            ],
          ]}
        />
        <CodeBlock label="signed checkpoint" text={note} />
        <p className="text-ink-muted text-sm">
          Keep a copy of the checkpoint elsewhere: with it anybody can prove that history was changed afterwards.
        </p>
        <a className="link text-sm" href="/ledger/checkpoint" download="checkpoint.txt">
          Download the checkpoint
        </a>
      </div>
    </Section>
  );
}
