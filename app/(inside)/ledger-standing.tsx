import Link from 'next/link';
import { SafeText } from '#components/gate/safe-text.tsx';
import { TimeText } from '#components/gate/time-text.tsx';
import { Section } from '#components/ui/section.tsx';
import type { HeadView } from '#services/ledger/events.ts';

/** Where the log stands, for whoever has to vouch for it. */
export function LedgerStanding({ head: { size, lastAt, origin } }: { head: HeadView }) {
  return (
    <Section title="Ledger">
      <p className="text-sm">
        <Link className="link font-medium tabular-nums" href="/ledger">
          {size.toLocaleString('en')} entries
        </Link>{' '}
        in <SafeText text={origin} />, the newest <TimeText at={lastAt} />.{' '}
        <a className="link" href="/ledger/checkpoint" download="checkpoint.txt">
          Download the signed checkpoint
        </a>{' '}
        and keep it elsewhere: it proves any later change of what is there now.
      </p>
    </Section>
  );
}
