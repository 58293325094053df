'use client';
import { FileDown, FolderOpen, OctagonX } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { pickedFromDrop, pickedFromInput } from '#components/artifact/picked-files.ts';
import { byteSize } from '#components/gate/byte-size.ts';
import { SafeText } from '#components/gate/safe-text.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { Measurer, Measuring } from './use-measuring.ts';

/** Chooses a folder; React's types do not know the attribute that every browser does. */
const FOLDERS = { webkitdirectory: '' };

/** Where a folder or a file is dropped or chosen, and how far its hashing is. */
export function ArtifactDrop({
  measurer: { measuring, start, cancel },
  measured,
}: {
  measurer: Measurer;
  measured: boolean;
}) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.items.length > 0) start(pickedFromDrop(event.dataTransfer.items));
  };
  const choose = (input: HTMLInputElement) => {
    if (input.files) start(pickedFromInput(input.files));
    // So that choosing the same folder once more is a choice.
    input.value = '';
  };
  if (measuring.state === 'listing' || measuring.state === 'running') {
    return <Running measuring={measuring} cancel={cancel} />;
  }
  return (
    <>
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classNames(
          'border-control flex flex-wrap items-center justify-center gap-x-3 gap-y-2 rounded-lg border border-dashed px-4 py-5 text-center',
          over && 'bg-accent-soft',
        )}
      >
        <p className="w-full text-sm">
          {measured ? 'Other files? Drop their folder here, or' : 'Drop the model’s folder or file here, or'}
        </p>
        <label className={classNames(buttonClass('plain'), 'focus-within:outline-2')}>
          <FolderOpen aria-hidden className="size-4" />
          Choose a folder
          <input
            type="file"
            {...FOLDERS}
            aria-label="Artifact: choose a folder"
            className="sr-only"
            onChange={(event) => choose(event.target)}
          />
        </label>
        <label className={classNames(buttonClass('plain'), 'focus-within:outline-2')}>
          <FileDown aria-hidden className="size-4" />
          Choose a single file
          <input
            type="file"
            aria-label="Artifact: choose a single file"
            className="sr-only"
            onChange={(event) => choose(event.target)}
          />
        </label>
        <p className="text-ink-muted w-full text-sm">
          Every file counts, hidden and empty ones too. Nothing is uploaded.
        </p>
      </div>
      {measuring.state === 'refused' ? <Refused measuring={measuring} /> : null}
    </>
  );
}

function Running({
  measuring,
  cancel,
}: {
  measuring: Extract<Measuring, { state: 'listing' | 'running' }>;
  cancel: () => void;
}) {
  const progress = measuring.state === 'running' ? measuring.progress : null;
  return (
    <div className="border-line rounded-lg border p-4">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <p role="status" className="font-medium">
          {measuring.state === 'listing' ? 'Looking through the files…' : `Hashing ${measuring.name}`}
        </p>
        <Button small className="ml-auto" onClick={cancel}>
          Cancel
        </Button>
      </div>
      <progress
        aria-label="Bytes hashed"
        className="accent-accent-solid h-2 w-full"
        max={1}
        {...(progress ? { value: partOf(progress.doneBytes, progress.totalBytes) } : {})}
      />
      {progress ? (
        <p className="text-ink-muted mt-1 text-sm tabular-nums">
          {byteSize(progress.doneBytes)} of {byteSize(progress.totalBytes)}, {progress.doneFiles} of{' '}
          {progress.totalFiles} files · {rateOf(progress.doneBytes, progress.seconds)} ·{' '}
          {leftOf(progress.doneBytes, progress.totalBytes, progress.seconds)}
        </p>
      ) : null}
      <p className="text-ink-muted mt-1 text-sm">You can go on with the other steps meanwhile.</p>
    </div>
  );
}

const partOf = (done: number, total: number): number => (total === 0 ? 1 : Math.min(1, done / total));

function rateOf(bytes: number, seconds: number): string {
  return seconds > 0 ? `${byteSize(Math.round(bytes / seconds))}/s` : '…';
}

function leftOf(done: number, total: number, seconds: number): string {
  if (done === 0 || seconds < 0.5) return 'time left: …';
  const left = Math.ceil(((total - done) * seconds) / done);
  return left < 90 ? `${left} s left` : `${Math.round(left / 60)} min left`;
}

function Refused({ measuring: { message, refusals } }: { measuring: Extract<Measuring, { state: 'refused' }> }) {
  return (
    <div role="alert" className="bg-bad-soft text-bad flex gap-2 rounded-md px-3 py-2 text-sm">
      <OctagonX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p className="font-medium">{message}</p>
        <ul className="mt-1 list-disc pl-4">
          {refusals.slice(0, 20).map(({ path, reason }) => (
            <li key={path}>
              <SafeText text={path} /> {reason}
            </li>
          ))}
          {refusals.length > 20 ? <li>and {refusals.length - 20} more</li> : null}
        </ul>
      </div>
    </div>
  );
}
