'use client';
import './globals.css';

/** When even the layout cannot be made: no font, no navigation, only what to do. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-prose px-4 py-12">
          <title>Countersign</title>
          <h1 className="text-xl font-semibold">Countersign cannot answer</h1>
          <p className="text-ink-muted mt-2">
            Something went wrong on our side, and nothing was changed. Load the page again shortly
            {error.digest ? `, and quote ${error.digest} if it stays` : ''}.
          </p>
        </main>
      </body>
    </html>
  );
}
