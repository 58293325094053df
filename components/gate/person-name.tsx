import { SafeText } from './safe-text.tsx';

/** A name as its owner wrote it, cut with the whole in the tooltip when it is long. */
export function PersonName({ name }: { name: string }) {
  return (
    <span className="inline-block max-w-56 truncate align-bottom" title={name.length > 24 ? name : undefined}>
      <SafeText text={name} />
    </span>
  );
}
