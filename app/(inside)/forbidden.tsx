import { refusal } from '#app/context.ts';
import { DeadEnd } from '#components/ui/dead-end.tsx';

export default function Forbidden() {
  return (
    <DeadEnd title="Not for you">
      <p>{refusal().reason ?? 'You may not see this.'}</p>
      <p>Roles and teams are given by administrators, under Settings.</p>
    </DeadEnd>
  );
}
