/** The source of a model: what git says of the checkout, else what the CI says of its job. */
import { Repository } from '#domain/manifest/fields.ts';
import { isCommit } from '#domain/manifest/refs.ts';
import { type Env, runGit } from './run-git.ts';

export interface Source {
  readonly repository?: string;
  /** full id */
  readonly commit?: string;
}

/** What is known of the checkout that holds `folder`; parts that are not known are absent. */
export async function readSource(folder: string, env: Env): Promise<Source & { readonly from: 'git' | 'CI' }> {
  const ci = fromCi(env);
  const commit = (await runGit(folder, env, 'rev-parse', '--verify', 'HEAD')) || ci.commit;
  const remote = (await runGit(folder, env, 'remote', 'get-url', 'origin')) || ci.repository;
  const repository = remote === undefined ? undefined : withoutSecret(remote);
  return {
    ...(repository !== undefined && Repository.safeParse(repository).success && { repository }),
    ...(commit !== undefined && isCommit(commit) && { commit }),
    from: commit === ci.commit && commit !== undefined ? 'CI' : 'git',
  };
}

/**
 * Whether tracked files differ from the commit. A repository that configures filters is not asked, and not called dirty:
 * comparing would run them.
 */
export async function isDirty(folder: string, env: Env): Promise<boolean> {
  if (await runGit(folder, env, 'config', '--local', '--get-regexp', '^filter\\.')) return false;
  return Boolean(await runGit(folder, env, 'status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all'));
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
