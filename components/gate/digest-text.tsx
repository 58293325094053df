import { CopyButton } from '#components/ui/copy-button.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

/** Digits enough to recognise a digest by on a screen; never enough to compare it by. */
const SHORT = 12;

/** `sha256:0123456789ab…`: the whole on hover, on focus and in the clipboard. With `full` it is shown whole. */
export function DigestText({ digest, full = false }: { digest: string; full?: boolean }) {
  const [algorithm, hex = ''] = digest.split(':', 2);
  return (
    <span className="inline-flex max-w-full items-center gap-0.5 align-middle font-mono text-xs">
      {full ? (
        <span className="break-all">{digest}</span>
      ) : (
        <Tooltip name={digest} tip={digest}>
          {`${algorithm}:${hex.slice(0, SHORT)}…`}
        </Tooltip>
      )}
      <CopyButton text={digest} label="Copy digest" bare />
    </span>
  );
}
