/** The part of a manifest that git and CI fill in. */
import type { Prefill, Question } from '#domain/manifest/draft.ts';
import type { Env } from '../git/run-git.ts';
import { readSource } from '../git/source.ts';

export async function prefillFromGit(folder: string, env: Env): Promise<Prefill> {
  const { from, ...known } = await readSource(folder, env);
  const questions: Question[] = [];
  if (Object.keys(known).length === 1) {
    const absent = 'commit' in known ? 'repository' : 'commit';
    questions.push({ field: '/source', why: `Which ${absent}? git does not say.` });
  }
  return { source: from, fields: Object.keys(known).length > 0 ? { source: { value: known, from } } : {}, questions };
}
