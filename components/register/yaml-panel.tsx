'use client';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import type { ManifestForm } from '#domain/manifest/form.ts';
import { readManifestForm } from '#domain/manifest/form-read.ts';
import type { Problem } from '#domain/manifest/problem.ts';
import { useWizard } from './wizard-context.ts';

/** The manifest as `init` would write it, beside the form; or to be written by hand, and the form follows. */
export function YamlPanel({ text, onEdited }: { text: string; onEdited: (form: ManifestForm) => void }) {
  const [editing, setEditing] = useState(false);
  const { questions } = useWizard();
  return (
    <section aria-labelledby="yaml-title" className="bg-raised border-line min-w-0 rounded-lg border">
      <header className="flex flex-wrap items-center gap-2 px-4 pt-3 pb-2">
        <h2 id="yaml-title" className="font-semibold">
          countersign.yaml
        </h2>
        <p className="text-ink-muted text-sm">
          {questions.length === 0 ? 'no open questions' : `${questions.length} open`}
        </p>
        <div className="ml-auto flex flex-wrap gap-2">
          <Button small variant="quiet" aria-pressed={editing} onClick={() => setEditing(!editing)}>
            {editing ? 'Back to the live view' : 'Edit as YAML'}
          </Button>
          <DownloadButton text={text} />
        </div>
      </header>
      <div className="px-4 pb-4">
        {editing ? <Editor text={text} onEdited={onEdited} /> : <CodeBlock text={text} label="countersign.yaml" />}
      </div>
    </section>
  );
}

function DownloadButton({ text }: { text: string }) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'countersign.yaml';
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Button small onClick={save}>
      <Download aria-hidden className="size-3.5" />
      Download
    </Button>
  );
}

/** Keeps what is typed as it is; whenever it can be read, the form holds the same. */
function Editor({ text, onEdited }: { text: string; onEdited: (form: ManifestForm) => void }) {
  const [typed, setTyped] = useState(text);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => {
      const read = readManifestForm(typed);
      setProblems(read.ok ? read.leftOut : read.problems);
      if (read.ok) onEdited(read.form);
    }, 250);
    return () => clearTimeout(timer);
    // Only what is typed here is a change: the text that comes back from the form says the same in other words.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [typed]);
  return (
    <>
      <textarea
        aria-label="countersign.yaml, to be edited"
        aria-describedby="yaml-problems"
        aria-invalid={problems.length > 0 || undefined}
        rows={24}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="control w-full font-mono text-xs whitespace-pre"
      />
      <div id="yaml-problems" role="status" className="text-bad mt-1 text-sm">
        <ul>
          {problems.slice(0, 8).map(({ line, column, message }) => (
            <li key={`${line}:${column} ${message}`}>
              Line {line}:{column}: {message}
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
