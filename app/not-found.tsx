import { DeadEnd } from '#components/ui/dead-end.tsx';

export default function NotFound() {
  return (
    <main id="main" className="px-4">
      <DeadEnd title="Nothing is here">
        <p>There is no such page, or it is not there any more.</p>
      </DeadEnd>
    </main>
  );
}
