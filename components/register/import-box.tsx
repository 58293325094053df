'use client';
import { Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { SafeText } from '#components/gate/safe-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { ByteSource } from '#domain/manifest/prefill/byte-source.ts';
import type { Recognised } from '#domain/manifest/prefill/recognise.ts';

export type Found = Extract<Recognised, { ok: true }>;

/** A file read in parts: the header of a model of many gigabytes costs no more than that of a small one. */
const sourceOf = (file: File): ByteSource => ({
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/**
 * Takes a description of the model, pasted, dropped or picked, and hands over what it declares. What cannot be used is said
 * with its place and leaves everything as it was, the pasted text included.
 */
export function ImportBox({ onFound }: { onFound: (found: readonly Found[]) => void }) {
  const [text, setText] = useState('');
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<readonly Extract<Recognised, { ok: false }>[]>([]);
  const box = useRef<HTMLDivElement>(null);

  const take = async (read: () => Promise<readonly Recognised[]>, after?: () => void) => {
    setBusy(true);
    const all = await read().catch((): Recognised[] => [
      { ok: false, message: 'The file cannot be read', problems: [] },
    ]);
    setBusy(false);
    setRefused(all.flatMap((one) => (one.ok ? [] : [one])));
    const found = all.flatMap((one) => (one.ok ? [one] : []));
    if (found.length === 0) {
      box.current?.focus();
      return;
    }
    if (found.length === all.length) after?.();
    onFound(found);
  };
  const takeFiles = (files: readonly File[]) =>
    take(async () => {
      const { recogniseFile } = await import('#domain/manifest/prefill/recognise.ts');
      return Promise.all(files.slice(0, 8).map((file) => recogniseFile(sourceOf(file), file.name)));
    });
  const takeText = () =>
    take(
      async () => {
        const { recogniseText } = await import('#domain/manifest/prefill/recognise.ts');
        return [await recogniseText(text)];
      },
      () => setText(''),
    );
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files.length > 0) void takeFiles([...event.dataTransfer.files]);
    else setText(event.dataTransfer.getData('text/plain'));
  };
  return (
    <div className="space-y-2">
      <label htmlFor="import-text" className="block text-sm font-medium">
        Paste or drop a description
      </label>
      <textarea
        id="import-text"
        rows={6}
        value={text}
        spellCheck={false}
        placeholder="countersign.yaml, a model card (README.md), MLmodel or a Croissant file"
        aria-describedby="import-problems"
        aria-invalid={refused.length > 0 || undefined}
        onChange={(event) => setText(event.target.value)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classNames('control w-full font-mono text-xs', over && 'outline-accent outline-2')}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => void takeText()} disabled={busy || text.trim() === ''}>
          Take over what it says
        </Button>
        <label className="link inline-flex min-h-6 cursor-pointer items-center gap-1 text-sm focus-within:outline-2">
          <Upload aria-hidden className="size-3.5" />
          Choose a file
          <input
            type="file"
            multiple
            className="sr-only"
            aria-label="Description: choose a file"
            onChange={(event) => {
              void takeFiles([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
        </label>
        <span className="text-ink-muted text-sm">
          also .safetensors, .gguf and .onnx: their headers. They prefill; they prove nothing.
        </span>
      </div>
      <div id="import-problems" ref={box} tabIndex={-1} role="status" className="space-y-2">
        {refused.map(({ message, problems }) => (
          <Notice key={message} tone="bad">
            <p className="font-medium">
              <SafeText text={message} />
            </p>
            <ul className="list-disc pl-4">
              {problems.slice(0, 10).map((problem) => (
                <li key={`${problem.line}:${problem.column} ${problem.code}`}>
                  Line {problem.line}:{problem.column}: <SafeText text={problem.message} />
                </li>
              ))}
            </ul>
          </Notice>
        ))}
      </div>
    </div>
  );
}
