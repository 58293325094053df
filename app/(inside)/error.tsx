'use client';
import { Button } from '#components/ui/button.tsx';
import { DeadEnd } from '#components/ui/dead-end.tsx';

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <DeadEnd title="This page could not be made" retry={<Button onClick={reset}>Try again</Button>}>
      <p>Something went wrong on our side, and nothing was changed. Try again shortly.</p>
      {error.digest ? (
        <p>
          If it stays, quote <code className="font-mono text-sm">{error.digest}</code> to your administrator.
        </p>
      ) : null}
    </DeadEnd>
  );
}
