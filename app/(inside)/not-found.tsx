import { refusal } from '#app/context.ts';
import { DeadEnd } from '#components/ui/dead-end.tsx';

export default function NotFound() {
  return (
    <DeadEnd title="Nothing is here">
      <p>{refusal().reason ?? 'There is no such page, or it is not there any more.'}</p>
    </DeadEnd>
  );
}
