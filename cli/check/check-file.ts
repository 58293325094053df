/** Checks one manifest: reads no more of it than a manifest may have, and never says valid of what it could not read. */
import path from 'node:path';
import { LIMITS } from '#domain/manifest/limits.ts';
import { parseManifestBytes } from '#domain/manifest/parse.ts';
import type { Position, Problem } from '#domain/manifest/problem.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import { manifestWarnings } from '#domain/manifest/warnings.ts';
import { readAtMost } from '../read-at-most.ts';
import { counted, type FileReport } from './report.ts';

export async function checkFile(file: string, cwd: string): Promise<FileReport> {
  const bytes = await readAtMost(path.resolve(cwd, file), LIMITS.bytes + 1);
  if (typeof bytes === 'string') {
    const problem = { line: 1, column: 1, path: '', code: 'unreadable', message: `cannot be read: ${bytes}` };
    return { file, outcome: 'unreadable', problems: [problem], warnings: [] };
  }
  const parsed = parseManifestBytes(bytes);
  if (!parsed.ok) return { file, outcome: 'invalid', problems: parsed.problems, warnings: [] };
  const { manifest, digest, positions } = parsed;
  const start: Position = { line: 1, column: 1 };
  const warnings: Problem[] = [
    ...manifestWarnings(manifest).map((fault) => ({ ...fault, ...(positions.get(fault.path) ?? start) })),
    ...openQuestions(new TextDecoder().decode(bytes)),
  ];
  const ref = `${manifest.model}@${manifest.version}`;
  return { file, outcome: 'valid', ref, digest, summary: summaryOf(manifest), problems: [], warnings };
}

/** What was checked, in the manifest's own words. */
function summaryOf({ owner, classification, data, lineage }: Manifest): string {
  const datasets = Array.isArray(data) ? counted(data.length, 'dataset') : 'no data, with a reason';
  const parents = lineage === 'from-scratch' ? 'from scratch' : counted(lineage.length, 'parent');
  return `schema; owner ${owner}; classification ${classification.join(', ')}; ${datasets}; ${parents}`;
}

/** Questions that `init` left and nobody took out, where the value beside them has been filled in. */
function openQuestions(text: string): Problem[] {
  return text.split(/\r\n|[\r\n]/).flatMap((content, index) => {
    const match = /^([ \t]*)# QUESTION:\s*(.*)$/.exec(content);
    if (!match) return [];
    const message = `a question is still open: ${match[2]}`;
    return [{ line: index + 1, column: (match[1]?.length ?? 0) + 1, path: '', code: 'open-question', message }];
  });
}
