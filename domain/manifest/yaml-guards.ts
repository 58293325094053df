/**
 * What is judged on the text of a YAML file rather than on its events: what must be refused before the library may read it,
 * and what the library does not tell.
 */
import { LIMITS } from './limits.ts';
import type { YamlFault } from './yaml-node.ts';

/**
 * A megabyte of `a: b,` would cost a hundred megabytes of events, so values are counted by the marks that separate them
 * before anything is read. Comment lines do not count; marks inside text do, which no honest manifest comes near to.
 */
export function floodFault(text: string): YamlFault | null {
  let marks = 0;
  for (const { index, 0: mark } of text.matchAll(/^[ \t]*#[^\r\n]*|[,[{:]|[-?](?=\s)/gm)) {
    if (mark.length === 1 && mark !== '#') marks++;
    if (marks > 5 * LIMITS.values) return tooManyValues(index);
  }
  return null;
}

export function tooManyValues(offset: number): YamlFault {
  return { offset, path: '', code: 'too-many-values', message: `holds more than ${LIMITS.values} values` };
}

/**
 * Where the first directive stands, or -1. The library drops directives that it does not know; a line that starts with `%`
 * before any content is one all the same.
 */
export function leadingDirective(text: string): number {
  for (const { index, 0: line } of text.matchAll(/[^\r\n]+/g)) {
    const content = line.replace(/^\ufeff/, '');
    if (content.startsWith('%')) return index + line.length - content.length;
    if (content.trim() !== '' && !content.trimStart().startsWith('#')) return -1;
  }
  return -1;
}

/** The library's first error, with tabs told apart: they look like spaces and are the commonest mistake. */
export function syntaxFault(text: string, reason: string, position: number): YamlFault {
  const offset = Math.min(position, text.length);
  if (reason.includes('maxDepth')) {
    return { offset, path: '', code: 'too-deep', message: `nested more than ${LIMITS.depth} deep` };
  }
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 1000))?.[0] ?? '';
  if (indent.includes('\t')) {
    const tab = lineStart + indent.indexOf('\t');
    return { offset: tab, path: '', code: 'tab', message: 'a tab cannot indent YAML: use spaces' };
  }
  return { offset, path: '', code: 'syntax', message: `not YAML: ${reason}` };
}
