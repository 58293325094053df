import Link from 'next/link';
import { SafeText } from './safe-text.tsx';

/** Where a version lives in the browser; every part is escaped, since a version may hold `/`, `#` or `%`. */
export function versionHref(ref: { model: string; version: string }): string {
  return `${modelHref(ref.model)}/versions/${encodeURIComponent(ref.version)}`;
}

export function modelHref(model: string): string {
  const [namespace = '', name = ''] = model.split('/', 2);
  return `/models/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

/** `namespace/name@version` as a link, wrapping where it has to. */
export function VersionRef({ model, version }: { model: string; version: string }) {
  return (
    <Link href={versionHref({ model, version })} className="link break-words">
      <SafeText text={`${model}@${version}`} />
    </Link>
  );
}
