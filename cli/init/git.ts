/**
 * What git and CI say about the source. git runs without a shell, without prompts and with a time limit, and only commands
 * that read: neither hooks nor filters of a repository that is not ours are run.
 */
import { execFile } from 'node:child_process';
import type { Prefill, Question } from '#domain/manifest/draft.ts';
import { Repository } from '#domain/manifest/fields.ts';
import { isCommit } from '#domain/manifest/refs.ts';

type Env = Readonly<Record<string, string | undefined>>;

export async function prefillFromGit(folder: string, env: Env): Promise<Prefill> {
  const ci = fromCi(env);
  const commit = (await git(folder, env, 'rev-parse', '--verify', 'HEAD')) ?? ci.commit;
  const remote = (await git(folder, env, 'remote', 'get-url', 'origin')) ?? ci.repository;
  const repository = remote === undefined ? undefined : withoutSecret(remote);
  const known = {
    ...(repository !== undefined && Repository.safeParse(repository).success && { repository }),
    ...(commit !== undefined && isCommit(commit) && { commit }),
  };
  const questions: Question[] = [];
  if (Object.keys(known).length === 1) {
    const absent = 'commit' in known ? 'repository' : 'commit';
    questions.push({ field: '/source', why: `Which ${absent}? git does not say.` });
  }
  const from = commit === ci.commit && commit !== undefined ? 'CI' : 'git';
  return { source: from, fields: Object.keys(known).length > 0 ? { source: { value: known, from } } : {}, questions };
}

function fromCi(env: Env): { repository?: string | undefined; commit?: string | undefined } {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = env;
  const github = GITHUB_SERVER_URL && GITHUB_REPOSITORY ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` : undefined;
  return { repository: github ?? CI_PROJECT_URL, commit: GITHUB_SHA ?? CI_COMMIT_SHA };
}

/** Checkouts in CI have the job's token in the remote's URL; a manifest is published. */
function withoutSecret(remote: string): string {
  return remote.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, (_, scheme) =>
    /^ssh/i.test(scheme) ? `${scheme}git@` : scheme,
  );
}

function git(folder: string, env: Env, ...args: readonly string[]): Promise<string | undefined> {
  const variables: Env = { ...env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  const options = {
    cwd: folder,
    env: variables as NodeJS.ProcessEnv,
    timeout: 5000,
    maxBuffer: 64 * 1024,
    windowsHide: true,
  };
  return new Promise((resolve) => {
    execFile(
      'git',
      ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', ...args],
      options,
      (error, stdout) => {
        const text = stdout.trim();
        resolve(error || text === '' ? undefined : text);
      },
    );
  });
}
