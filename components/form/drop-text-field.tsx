'use client';
import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { FieldFrame } from './field-frame.tsx';
import { useField } from './form-context.ts';

/**
 * Text to be pasted, dropped or picked as a file. The file is read here and only its text is sent, so that what will be
 * sent is what one sees, and nothing is lost when the answer is no.
 */
export function DropTextField({
  name,
  label,
  hint,
  rows = 12,
  maxBytes,
}: {
  name: string;
  label: string;
  hint?: ReactNode;
  rows?: number;
  maxBytes: number;
}) {
  const field = useField(name, [''], hint !== undefined);
  const area = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const [note, setNote] = useState('');

  const take = async (file: File | undefined) => {
    if (!file || !area.current) return;
    if (file.size > maxBytes) {
      setNote(`${file.name} is larger than ${Math.floor(maxBytes / 1_048_576)} MB and was not read.`);
      return;
    }
    area.current.value = await file.text();
    setNote(`Read from ${file.name}.`);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      <textarea
        ref={area}
        id={field.id}
        name={name}
        rows={rows}
        spellCheck={false}
        autoComplete="off"
        defaultValue={field.initial[0]}
        aria-invalid={field.errors.length > 0 || undefined}
        aria-describedby={field.describedBy}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classNames('control w-full font-mono text-xs whitespace-pre', over && 'outline-accent outline-2')}
      />
      <div className="mt-1 flex flex-wrap items-center gap-2 text-sm">
        <label className="link inline-flex min-h-6 cursor-pointer items-center gap-1 focus-within:outline-2">
          <Upload aria-hidden className="size-3.5" />
          Choose a file
          <input
            type="file"
            className="sr-only"
            aria-label={`${label}: choose a file`}
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </label>
        <span className="text-ink-muted">or drop it above.</span>
        <span role="status" className="text-ink-muted">
          {note}
        </span>
      </div>
    </FieldFrame>
  );
}
