'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { buttonClass } from './button.tsx';

/** Copies `text`; says so in place, to the eye and to a screen reader. */
export function CopyButton({ text, label = 'Copy', bare = false }: { text: string; label?: string; bare?: boolean }) {
  const [answer, setAnswer] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (answer === null) return;
    const timer = setTimeout(() => setAnswer(null), 2000);
    return () => clearTimeout(timer);
  }, [answer]);
  const Icon = answer === 'copied' ? Check : Copy;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setAnswer('copied'),
      () => setAnswer('failed'),
    );
  return (
    <button
      type="button"
      onClick={() => void copy()}
      title={label}
      className={
        bare
          ? 'text-ink-muted hover:text-ink inline-flex size-6 shrink-0 cursor-pointer items-center justify-center'
          : buttonClass('plain', true)
      }
    >
      <Icon aria-hidden className="size-3.5" />
      {bare ? <span className="sr-only">{label}</span> : label}
      <span className="sr-only" role="status">
        {answer === 'copied' ? 'Copied' : answer === 'failed' ? 'Copying is not possible here; select the text' : ''}
      </span>
    </button>
  );
}
