'use client';
import { useState } from 'react';
import { readDigestOutput } from '#components/artifact/digest-output.ts';
import { Button } from '#components/ui/button.tsx';
import { parseDigest } from '#domain/artifact/digest.ts';
import { checkFileList } from '#domain/artifact/file-list.ts';
import type { FileEntry } from '#domain/artifact/tree.ts';
import type { MeasuredArtifact } from './content.ts';

/** Takes what `countersign digest --json` printed, where its digest follows from its list. */
function read(text: string): MeasuredArtifact | string {
  const output = readDigestOutput(text);
  if (!output.ok) {
    const { line, column, message } = output.problem;
    return line === undefined ? message : `Line ${line}:${column ?? 1}: ${message}`;
  }
  const digest = typeof output.digest === 'string' ? parseDigest(output.digest) : null;
  if (!digest) return 'The digest in it is not sha256: and 64 lower-case hex digits';
  const [problem] = checkFileList(output.files, digest);
  if (problem) return `${problem.pointer === '' ? '' : `files${problem.pointer}: `}${problem.message}`;
  const files = (output.files as FileEntry[]).map(({ path, size, sha256 }) => ({ path, size, sha256 }));
  return {
    name: '',
    digest,
    files,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    measuredBy: 'cli',
    at: '',
    hints: [],
  };
}

export function PasteDigest({ onRead }: { onRead: (measured: MeasuredArtifact) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const take = () => {
    const measured = read(text);
    if (typeof measured === 'string') return setProblem(measured);
    setProblem('');
    setText('');
    onRead(measured);
  };
  return (
    <div className="space-y-2">
      <label htmlFor="digest-output" className="block text-sm font-medium">
        Output of the command
      </label>
      <textarea
        id="digest-output"
        rows={5}
        value={text}
        spellCheck={false}
        aria-invalid={problem !== '' || undefined}
        aria-describedby="digest-output-problem"
        className="control w-full font-mono text-xs"
        onChange={(event) => setText(event.target.value)}
      />
      <p id="digest-output-problem" role="status" className="text-bad text-sm empty:hidden">
        {problem}
      </p>
      <Button onClick={take}>Take it over</Button>
    </div>
  );
}
