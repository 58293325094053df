'use client';
import PageError from './(inside)/error.tsx';

export default function DoorError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="main" className="px-4">
      <PageError {...props} />
    </main>
  );
}
